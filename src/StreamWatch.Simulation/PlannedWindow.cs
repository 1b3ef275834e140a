using StreamWatch.Simulation.Running;

namespace StreamWatch.Simulation;

/// <summary>A window and what happens in it.</summary>
public sealed record PlannedWindow(SimulationWindow Window, IReadOnlyList<IHappening> Happenings);
