using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// Prefixes that come and go: at one peer for hours; at all peers one of many prefixes of an ASN for a minute at a time; and the only
/// prefix of an ASN at all peers, never for longer than fits inside one bin of five minutes. No outage.
/// </summary>
internal sealed class FlappingScenario : SimulationScenario
{
    private static readonly TimeSpan Bin = TimeSpan.FromMinutes(5);

    public override string Name => "flapping";

    public override string Description => "prefixes flap, at one peer and at all, too briefly to count; no outage";

    protected override ScenarioPlan Plan(Prng random)
    {
        var builder = StandardNetwork.Begin(random, background: 250);
        var many = builder.AddOrigin(isProtagonist: true, ipv4: 8, ipv6: 0);
        var only = builder.AddOrigin(isProtagonist: true, ipv4: 1, ipv6: 0);
        var onePeer = builder.AddOrigin(isProtagonist: true, ipv4: 2, ipv6: 1);
        var network = builder.Build();
        var window = Clock.Day(withTable: true);
        var happenings = new List<IHappening>
        {
            new BackgroundChurn(0.5),
            new PeerFlapping(
                random.Pick([.. network.Peers.Where(peer => peer.IsFullFeed)]), onePeer.Prefixes,
                window.Start + random.Minutes(80, 120), window.Start + random.Minutes(500, 600)),
        };
        var smallest = many.Prefixes.OrderByDescending(prefix => prefix.Prefix.Length).First();
        for (var bin = 18; bin < 110; bin += random.Whole(2, 5))
        {
            // Withdrawn by all within 30 s and announced by all within 25 s of coming back, all of it inside one bin.
            var start = window.Start + (Bin * bin) + random.Seconds(20, 90);
            happenings.Add(new OriginLoss(
                many, start, start + random.Seconds(40, 80), [smallest], TimeSpan.FromSeconds(30), Labels.Flapping));
            if (bin % 3 == 0)
            {
                var other = window.Start + (Bin * (bin + 1)) + random.Seconds(20, 90);
                happenings.Add(new OriginLoss(
                    only, other, other + random.Seconds(40, 80), null, TimeSpan.FromSeconds(30), Labels.Flapping));
            }
        }

        return new ScenarioPlan(network, [new PlannedWindow(window, happenings)], StandardNetwork.Provenance);
    }
}
