using StreamWatch.Domain.Probing;

namespace StreamWatch.Domain.Incidents;

/// <summary>How an incident unfolded and what that looks like.</summary>
public sealed record IncidentAnalysis
{
    /// <summary>Nothing is known.</summary>
    public static IncidentAnalysis None { get; } = new();

    /// <summary>The phases that were reached, in order of time.</summary>
    public IReadOnlyList<PhaseStart> Phases { get; init; } = [];

    /// <summary>What it is consistent with, most probable first; empty where nothing can be said.</summary>
    public IReadOnlyList<CauseProbability> Causes { get; init; } = [];

    /// <summary>What the causes were judged by; null where nothing can be said.</summary>
    public Signs? Signs { get; init; }

    /// <summary>Kinds of service in the order in which they came back.</summary>
    public IReadOnlyList<TargetKind> RecoveryOrder { get; init; } = [];

    /// <summary>Names of the targets that failed in it, in order of name.</summary>
    public IReadOnlyList<string> Affected { get; init; } = [];

    /// <summary>Earlier ones that were alike, best first.</summary>
    public IReadOnlyList<Likeness> SimilarTo { get; init; } = [];

    /// <summary>When a phase began; null where it was not reached.</summary>
    public DateTime? StartOf(Phase phase) => Phases.FirstOrDefault(start => start.Phase == phase)?.At;
}
