namespace StreamWatch.Simulation.Truth;

/// <summary>An outage of several units, in steps of the model.</summary>
/// <param name="Onset">First step of it.</param>
/// <param name="Worst">The step in which most units were first away.</param>
/// <param name="End">First step after it.</param>
/// <param name="AllBack">First step in which all were back.</param>
/// <param name="Units">The units that counted at the onset.</param>
internal sealed record EntityOutage(int Onset, int Worst, int End, int AllBack, IReadOnlyList<TrueUnit> Units);
