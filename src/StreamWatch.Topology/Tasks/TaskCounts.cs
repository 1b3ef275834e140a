namespace StreamWatch.Topology.Tasks;

/// <summary>What a task has taken, and what it left out: nothing is left out silently.</summary>
public sealed record TaskCounts
{
    /// <summary>A task that has seen nothing.</summary>
    public static TaskCounts None { get; } = new();

    /// <summary>Elems taken.</summary>
    public long Elems { get; init; }

    /// <summary>Probe results taken.</summary>
    public long ProbeResults { get; init; }

    /// <summary>Events that came after their bin was complete, or have a time that no event has; they decide nothing.</summary>
    public long LateEvents { get; init; }

    /// <summary>Batches that never came, or that the topic does not keep any more.</summary>
    public long MissingBatches { get; init; }

    /// <summary>Batches that had come before.</summary>
    public long RepeatedBatches { get; init; }

    /// <summary>Batches of sessions that a newer one of the same producer has ended; they decide nothing.</summary>
    public long OutlivedBatches { get; init; }

    /// <summary>Names of producers that publish and are not waited for; nothing of them is decided on. Ascending.</summary>
    public IReadOnlyCollection<string> Undeclared { get; init; } = [];

    /// <summary>What several tasks come to together.</summary>
    public static TaskCounts Sum(IEnumerable<TaskCounts> counts) => counts.Aggregate(None, (sum, one) => new TaskCounts
    {
        Elems = sum.Elems + one.Elems,
        ProbeResults = sum.ProbeResults + one.ProbeResults,
        LateEvents = sum.LateEvents + one.LateEvents,
        MissingBatches = sum.MissingBatches + one.MissingBatches,
        RepeatedBatches = sum.RepeatedBatches + one.RepeatedBatches,
        OutlivedBatches = sum.OutlivedBatches + one.OutlivedBatches,
        Undeclared = one.Undeclared.Count == 0 ? sum.Undeclared : [.. sum.Undeclared.Union(one.Undeclared, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    });
}
