using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// The loss of 26 January 2022 without a table to start from: what peers carry has to be learned from what they announce and
/// withdraw. One collector writes 2-byte ASNs. The seed moves the times and draws the noise.
/// </summary>
internal sealed class LearnedScenario : SimulationScenario
{
    public override string Name => "learned";

    public override string Description => "the loss of AS131279 on 26 January 2022 in files without a table (RIB)";

    protected override ScenarioPlan Plan(Prng random)
    {
        var builder = StandardNetwork.Begin(random, background: 150, old: true);
        var star = StarJv.AddTo(builder);
        var network = builder.Build();
        var onset = Clock.At("2022-01-25T20:35:00Z") + random.Minutes(0, 20);
        return new ScenarioPlan(
            network,
            [
                new PlannedWindow(
                    new SimulationWindow(Clock.At("2022-01-25T12:00:00Z"), Clock.At("2022-01-26T06:00:00Z"), WithTable: false),
                    [
                        new BackgroundChurn(0.4),
                        new NoTable(),
                        new OriginLoss(star, onset, onset + TimeSpan.FromHours(6) + random.Minutes(-10, 10)),
                    ]),
            ],
            "simulated after published reports of January 2022, which give no exact onset or end; no measurement");
    }
}
