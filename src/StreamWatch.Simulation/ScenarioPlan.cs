using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation;

/// <summary>What a scenario plays: a network and, window by window, what happens in it.</summary>
/// <param name="Network">Every window starts anew from it.</param>
/// <param name="Windows">In order of time, without overlap.</param>
/// <param name="Provenance">What the data is and after what it was made; goes into the truth.</param>
public sealed record ScenarioPlan(Network Network, IReadOnlyList<PlannedWindow> Windows, string Provenance)
{
    /// <summary>The hosts that are probed; null where only routes are simulated.</summary>
    internal HostWorld? Hosts { get; init; }
}
