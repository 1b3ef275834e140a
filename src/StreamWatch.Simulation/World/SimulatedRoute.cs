namespace StreamWatch.Simulation.World;

/// <summary>What a peer says about a prefix: nothing, or a path to an origin.</summary>
/// <param name="OriginNumber">1 + index of the origin at the end of the path, or 0 for no route.</param>
/// <param name="Variant">Which of the peer's paths to that origin; higher ones are longer.</param>
public readonly record struct SimulatedRoute(int OriginNumber, int Variant)
{
    /// <summary>No route: withdrawn or never announced.</summary>
    public static SimulatedRoute None => default;

    /// <summary>Whether there is a route.</summary>
    public bool Exists => OriginNumber != 0;

    /// <summary>A route to an origin.</summary>
    public static SimulatedRoute To(SimulatedOrigin origin, int variant) => new(origin.Index + 1, variant);

    /// <summary>The same origin over another path.</summary>
    public SimulatedRoute Via(int variant) => this with { Variant = variant };
}
