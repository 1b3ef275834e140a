using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.App.Evaluation;

/// <summary>What one rule made of one folder.</summary>
/// <param name="Folder">The truth.</param>
/// <param name="Pairings">What was found beside it.</param>
internal sealed record FolderResult(LabelledFolder Folder, IReadOnlyList<Pairing> Pairings)
{
    public IncidentOutcome Incidents { get; } = IncidentOutcome.Of(Folder, Pairings);
}
