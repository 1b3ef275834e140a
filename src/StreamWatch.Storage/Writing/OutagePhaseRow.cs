using StreamWatch.Domain.Incidents;

namespace StreamWatch.Storage.Writing;

/// <summary>A phase that an outage went through, as one of its revisions says, on its way into <c>outage_phases</c>.</summary>
/// <param name="Id">The outage.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Phase">Which.</param>
/// <param name="AtMilliseconds">When it began, milliseconds since 1970 UTC.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Evidence">What it was read from, in a sentence.</param>
public readonly record struct OutagePhaseRow(string Id, uint Revision, Phase Phase, long AtMilliseconds, float Confidence, string Evidence);
