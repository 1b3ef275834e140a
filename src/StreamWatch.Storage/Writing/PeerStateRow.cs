using StreamWatch.Domain.Routing;

namespace StreamWatch.Storage.Writing;

/// <summary>One state change of a session between a peer and a route collector, on its way into <c>peer_states</c>.</summary>
public readonly record struct PeerStateRow
{
    /// <summary>Time at the route collector, microseconds since 1970 UTC.</summary>
    public required long ReceivedAtMicroseconds { get; init; }

    public required uint PeerAsn { get; init; }

    public required RouteAddress PeerAddress { get; init; }

    public required PeerState OldState { get; init; }

    public required PeerState NewState { get; init; }

    /// <summary>Whether the detection leaves it out: its time is not believed.</summary>
    public bool SetAside { get; init; }

    /// <summary>Place among what its peer said at one instant: this change and those before it.</summary>
    public uint Turn { get; init; }
}
