namespace StreamWatch.Domain.Incidents;

/// <summary>How well an outage is explained by a cause.</summary>
/// <param name="Cause">Which.</param>
/// <param name="Probability">0 to 1; those of all causes sum up to 1.</param>
/// <param name="Evidence">What speaks for it and against it, in sentences.</param>
public sealed record CauseProbability(Cause Cause, double Probability, IReadOnlyList<string> Evidence);
