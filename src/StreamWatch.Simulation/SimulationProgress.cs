namespace StreamWatch.Simulation;

/// <summary>How far a simulation has come.</summary>
/// <param name="Reached">Event time reached.</param>
/// <param name="Fraction">0 to 1 of the event time of all windows.</param>
/// <param name="Elems">Elems written so far.</param>
public readonly record struct SimulationProgress(DateTimeOffset Reached, double Fraction, long Elems);
