using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.Running;

/// <summary>Something that happens in a simulated window: a loss, a reset, a hijack, noise.</summary>
public interface IHappening
{
    /// <summary>Puts its steps on the run's schedule and writes down what is true about it.</summary>
    /// <param name="run">The run, before its first step.</param>
    /// <param name="random">Numbers of its own.</param>
    void Schedule(SimulationRun run, Prng random);
}
