using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// An update file is missing in the middle, once at one collector and once at all. Shortly before each gap all peers withdraw the
/// prefixes of an ASN and announce them in it, so that the end of a loss of less than a bin is never seen. No outage.
/// </summary>
internal sealed class MissingFileScenario : SimulationScenario
{
    public override string Name => "missing-file";

    public override string Description => "a file is missing in the middle, at one collector and at all; no outage";

    protected override ScenarioPlan Plan(Prng random)
    {
        var builder = StandardNetwork.Begin(random, background: 250);
        var one = builder.AddOrigin(isProtagonist: true, ipv4: 2, ipv6: 0);
        var all = builder.AddOrigin(isProtagonist: true, ipv4: 3, ipv6: 0);
        var network = builder.Build();
        var window = Clock.Day(withTable: true);
        var happenings = new List<IHappening> { new BackgroundChurn(0.5) };

        var oneGap = window.Start + (TimeSpan.FromMinutes(15) * random.Whole(12, 20));
        happenings.Add(new LostFile(random.Pick(network.Collectors), oneGap));
        happenings.Add(Loss(one, oneGap, random));

        var allGap = window.Start + (TimeSpan.FromMinutes(15) * random.Whole(28, 38));
        happenings.AddRange(network.Collectors.Select(collector => new LostFile(collector, allGap)));
        happenings.Add(Loss(all, allGap, random));
        return new ScenarioPlan(network, [new PlannedWindow(window, happenings)], StandardNetwork.Provenance);
    }

    private static OriginLoss Loss(World.SimulatedOrigin origin, DateTimeOffset gap, Prng random) => new(
        origin, gap - random.Seconds(70, 110), gap + random.Seconds(10, 40),
        Slowest: TimeSpan.FromSeconds(60), Label: Labels.LossEndsInMissingFile);
}
