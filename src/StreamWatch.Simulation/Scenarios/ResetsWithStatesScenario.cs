using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>Session resets that the files tell of: of single peers, of whole collectors, and of all collectors one after the other. No outage.</summary>
internal sealed class ResetsWithStatesScenario : SimulationScenario
{
    public override string Name => "resets-with-states";

    public override string Description => "sessions of single peers and of whole collectors reset, with state messages; no outage";

    protected override ScenarioPlan Plan(Prng random) => ResetStory.Tell(random, _ => ResetKind.WithStates);
}
