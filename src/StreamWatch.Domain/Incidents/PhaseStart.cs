namespace StreamWatch.Domain.Incidents;

/// <summary>A phase that was reached.</summary>
/// <param name="Phase">Which.</param>
/// <param name="At">When it began, UTC, to the bin.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Evidence">What it was read from, in a sentence.</param>
public sealed record PhaseStart(Phase Phase, DateTime At, double Confidence, string Evidence);
