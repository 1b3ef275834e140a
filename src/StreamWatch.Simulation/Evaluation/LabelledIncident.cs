using StreamWatch.Domain.Incidents;

namespace StreamWatch.Simulation.Evaluation;

/// <summary>What really happened once and why.</summary>
/// <param name="Id">Its id in its folder.</param>
/// <param name="Cause">Why.</param>
public sealed record LabelledIncident(string Id, Cause Cause);
