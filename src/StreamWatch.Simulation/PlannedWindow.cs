using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Running;

namespace StreamWatch.Simulation;

/// <summary>A window and what happens in it.</summary>
public sealed record PlannedWindow(SimulationWindow Window, IReadOnlyList<IHappening> Happenings)
{
    /// <summary>What happens to hosts; null where there are none.</summary>
    internal HostStory? Hosts { get; init; }
}
