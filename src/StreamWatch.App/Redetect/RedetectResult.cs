using StreamWatch.Domain.Outages;

namespace StreamWatch.App.Redetect;

/// <summary>What detecting again found beside what is stored.</summary>
internal sealed record RedetectResult
{
    /// <summary>Every outage that was looked at, those that are the same too, by onset.</summary>
    public required IReadOnlyList<OutageDifference> Differences { get; init; }

    /// <summary>Stored outages of the time that nothing can be said of.</summary>
    public required IReadOnlyList<UnjudgedOutage> Unjudged { get; init; }

    /// <summary>The last revision of every stored outage, superseded ones too, by id.</summary>
    public required IReadOnlyDictionary<string, uint> Revisions { get; init; }

    /// <summary>First event time that was asked for, UTC.</summary>
    public required DateTime ReadFrom { get; init; }

    /// <summary>Files of the time that are not stored to their end.</summary>
    public required IReadOnlyList<string> Unfinished { get; init; }

    /// <summary>Elems, states and marks read.</summary>
    public long Routes { get; init; }

    /// <summary>Probe results read.</summary>
    public long Probes { get; init; }

    /// <summary>Wall time.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How many outages are of this kind.</summary>
    public int Count(OutageChange change) => Differences.Count(difference => difference.Change == change);
}
