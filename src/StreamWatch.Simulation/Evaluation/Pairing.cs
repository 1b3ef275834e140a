namespace StreamWatch.Simulation.Evaluation;

/// <summary>A true outage with what was found of it, or one of the two alone.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="True">The true outage; of a fragment the one it is a piece of; null where there is none.</param>
/// <param name="Found">What was found; of a missed one the outage that covers it and is matched to another; null where there is none.</param>
public sealed record Pairing(PairingKind Kind, LabelledOutage? True, FoundOutage? Found)
{
    public OutageKey Key => True?.Key ?? Found!.Key;

    /// <summary>Found onset less the true one; null unless matched.</summary>
    public TimeSpan? OnsetError => Kind == PairingKind.Matched ? Found!.OnsetAt - True!.OnsetAt : null;

    /// <summary>Found recovery less the true end; null unless matched and both are known.</summary>
    public TimeSpan? RecoveryError => Kind == PairingKind.Matched && True!.IsEndKnown ? Found!.RecoveredAt - True.EndAt : null;

    /// <summary>From the true onset to the moment it was known; null unless matched.</summary>
    public TimeSpan? DelayFromTruth => Kind == PairingKind.Matched ? Found!.DetectedAt - True!.OnsetAt : null;

    /// <summary>From the onset that was found, which is where the opening rule first held, to the moment it was known; null unless matched.</summary>
    public TimeSpan? DelayFromRule => Kind == PairingKind.Matched ? Found!.DetectedAt - Found.OnsetAt : null;

    /// <summary>Whether it was found and its end, though known, was not.</summary>
    public bool IsNeverClosed => Kind == PairingKind.Matched && True!.IsEndKnown && Found!.RecoveredAt is null;
}
