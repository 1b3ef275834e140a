namespace StreamWatch.Domain.Incidents;

/// <summary>Everything that was seen of an outage: what its phases and its cause are read from.</summary>
public sealed record OutageStory
{
    /// <summary>Width of a bin of probe results.</summary>
    public required TimeSpan BinWidth { get; init; }

    /// <summary>Start of the bin in which the outage opened first, UTC.</summary>
    public required DateTime OnsetAt { get; init; }

    /// <summary>Start of the first bin of the closing run, UTC; null while open.</summary>
    public DateTime? RecoveredAt { get; init; }

    /// <summary>What the probes showed, oldest first; empty where only routes are known.</summary>
    public IReadOnlyList<EntityBin> Bins { get; init; } = [];

    /// <summary>What the routes showed, oldest first; empty where only probes are known.</summary>
    public IReadOnlyList<RouteView> Routes { get; init; } = [];

    /// <summary>Start of a bin, UTC.</summary>
    public DateTime At(long bin) => DateTime.UnixEpoch.AddTicks(bin * BinWidth.Ticks);
}
