using StreamWatch.Domain.Incidents;

namespace StreamWatch.Simulation.Evaluation;

/// <summary>An outage that a rule, ours or another's, says there was; UTC event time.</summary>
public sealed record FoundOutage
{
    /// <summary>Names it among all that the rule found in one folder.</summary>
    public required string Id { get; init; }

    public required OutageKey Key { get; init; }

    /// <summary>When it is said to have begun.</summary>
    public required DateTime OnsetAt { get; init; }

    /// <summary>When it is said to have been over; null where that was not said.</summary>
    public DateTime? RecoveredAt { get; init; }

    /// <summary>End of the stretch that is said to be an outage: the recovery, or how far an outage without one reaches.</summary>
    public required DateTime EndAt { get; init; }

    /// <summary>When it was known.</summary>
    public required DateTime DetectedAt { get; init; }

    /// <summary>How finely the rule sees time; the tolerance and errors in bins are in these.</summary>
    public required TimeSpan BinWidth { get; init; }

    /// <summary>Id of the incident it was told as a part of.</summary>
    public required string Incident { get; init; }

    /// <summary>What it is said to be consistent with, most probable first; empty where nothing is said.</summary>
    public IReadOnlyList<CauseProbability> Causes { get; init; } = [];
}
