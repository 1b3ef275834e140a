using StreamWatch.Domain.Routing;

namespace StreamWatch.Simulation.World;

/// <summary>A prefix of the simulated table.</summary>
/// <param name="Index">Place in the network's list.</param>
/// <param name="Prefix">The prefix.</param>
/// <param name="Origin">Who originates it by right.</param>
/// <param name="AtStart">Whether it is announced when a window begins.</param>
public sealed record SimulatedPrefix(int Index, Prefix Prefix, SimulatedOrigin Origin, bool AtStart)
{
    public override string ToString() => $"{Prefix} ({Origin})";
}
