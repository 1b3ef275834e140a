using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>The same resets without state messages: mass withdrawals and then the table, or only the table again. No outage.</summary>
internal sealed class ResetsWithoutStatesScenario : SimulationScenario
{
    public override string Name => "resets-without-states";

    public override string Description =>
        "sessions of single peers and of whole collectors reset, without state messages (mass withdrawal, re-transfer); no outage";

    protected override ScenarioPlan Plan(Prng random) =>
        ResetStory.Tell(random, number => number % 2 == 0 ? ResetKind.MassWithdrawal : ResetKind.RetransferOnly);
}
