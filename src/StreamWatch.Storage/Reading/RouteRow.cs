using StreamWatch.Domain.Routing;

namespace StreamWatch.Storage.Reading;

/// <summary>What a peer of a route collector said at some time, as far as detection asks for it.</summary>
public readonly record struct RouteRow
{
    /// <summary>Time at the route collector, microseconds since 1970 UTC.</summary>
    public required long ReceivedAtMicros { get; init; }

    /// <summary>Name of the route collector.</summary>
    public required string Collector { get; init; }

    /// <summary>ASN of the peer, as the record has it; AS_TRANS where it had no room for more (RFC 6793).</summary>
    public required uint PeerAsn { get; init; }

    public required RouteAddress PeerAddress { get; init; }

    /// <summary>What happened; null for a change of the session's state that changes no table.</summary>
    public required RouteEventKind? Kind { get; init; }

    /// <summary>The prefix; the default value for events of sessions and tables.</summary>
    public Prefix Prefix { get; init; }

    /// <summary>Path identifier of add-path (RFC 7911); 0 elsewhere.</summary>
    public uint PathId { get; init; }

    /// <summary>Origin ASN: the peer's own where the path is empty; 0 where there is no route.</summary>
    public uint Origin { get; init; }

    /// <summary>All origins where the path ends in an AS_SET of several; otherwise null.</summary>
    public uint[]? OriginSet { get; init; }
}
