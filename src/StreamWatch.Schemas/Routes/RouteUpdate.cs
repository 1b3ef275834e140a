using StreamWatch.Domain.Routing;

namespace StreamWatch.Schemas.Routes;

/// <summary>What the prefixes of an update share.</summary>
public readonly record struct RouteUpdate
{
    /// <summary>Place in what the producer read: that of its record.</summary>
    public required long Ordinal { get; init; }

    /// <summary>Number of the view in the session when it is written; its position in the batch when it is read.</summary>
    public required int View { get; init; }

    /// <summary>Time at the route collector, microseconds since 1970 UTC.</summary>
    public required long ReceivedAtMicros { get; init; }

    /// <summary>RibEntry, Announcement or Withdrawal.</summary>
    public required ElemType Type { get; init; }

    /// <summary>1 unicast, 2 multicast, 3 both.</summary>
    public required byte Safi { get; init; }

    /// <summary>Whether the detection leaves it out.</summary>
    public bool SetAside { get; init; }

    /// <summary>Place among what its peer said at one instant.</summary>
    public uint Turn { get; init; }

    /// <summary>Whether the detection sees it: unicast, and not set aside.</summary>
    public bool Decides => !SetAside && Safi is (1 or 3);
}
