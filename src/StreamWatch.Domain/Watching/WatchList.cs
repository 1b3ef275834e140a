namespace StreamWatch.Domain.Watching;

/// <summary>Everything that is watched by name: what a watch file says.</summary>
public sealed record WatchList
{
    /// <summary>Nothing is watched by name.</summary>
    public static WatchList Empty { get; } = new();

    /// <summary>The places probes leave from.</summary>
    public IReadOnlyList<string> Vantages { get; init; } = [];

    public IReadOnlyList<WatchedGroup> Groups { get; init; } = [];

    public IReadOnlyList<WatchedTarget> Targets { get; init; } = [];

    /// <summary>Names of the targets that tell whether a vantage point itself is healthy.</summary>
    public IReadOnlyList<string> Controls { get; init; } = [];

    public IReadOnlyList<MaintenanceWindow> Maintenance { get; init; } = [];

    /// <summary>Every ASN that a group or a target names.</summary>
    public IReadOnlySet<uint> Asns => Groups.SelectMany(group => group.Asns).Concat(Targets.Select(target => target.Asn).OfType<uint>()).ToHashSet();
}
