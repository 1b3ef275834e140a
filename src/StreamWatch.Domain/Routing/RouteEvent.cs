namespace StreamWatch.Domain.Routing;

/// <summary>One change of one view's table, as small as the detection needs it.</summary>
public readonly record struct RouteEvent
{
    /// <summary>When the route collector received it, microseconds since 1970-01-01T00:00:00Z.</summary>
    public required long ReceivedAtMicros { get; init; }

    /// <summary>Number of the view in the <see cref="RouteTable"/>.</summary>
    public required int View { get; init; }

    public required RouteEventKind Kind { get; init; }

    /// <summary>The prefix; default for session and table events.</summary>
    public Prefix Prefix { get; init; }

    /// <summary>Origin ASN: last in the path; 0 where there is none (withdrawals, local routes).</summary>
    public uint Origin { get; init; }

    /// <summary>All origins where the path ends in an AS_SET of several; otherwise null.</summary>
    public uint[]? OriginSet { get; init; }

    /// <summary>Path identifier of add-path sessions (RFC 7911 section 3); 0 elsewhere.</summary>
    public uint PathId { get; init; }
}
