using StreamWatch.Domain.Incidents;

namespace StreamWatch.Storage.Writing;

/// <summary>What an outage is consistent with, as one of its revisions says, on its way into <c>outage_causes</c>.</summary>
/// <param name="Id">The outage.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Cause">Which.</param>
/// <param name="Probability">0 to 1.</param>
/// <param name="Evidence">What speaks for it and against it, in sentences.</param>
/// <param name="Rank">Place by probability: 1 is the most probable.</param>
public readonly record struct OutageCauseRow(string Id, uint Revision, Cause Cause, float Probability, IReadOnlyCollection<string> Evidence, byte Rank);
