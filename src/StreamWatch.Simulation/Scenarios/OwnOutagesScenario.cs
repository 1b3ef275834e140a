using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// Outages of ASNs of all sizes, from 12 minutes to five hours, whole and in part, among noise, a collector's reset and a peer's.
/// The seed draws sizes, times and durations.
/// </summary>
internal sealed class OwnOutagesScenario : SimulationScenario
{
    /// <summary>Number of IPv4 and IPv6 prefixes of the ASNs that fail whole.</summary>
    private static readonly (int IPv4, int IPv6)[] Sizes =
        [(1, 0), (1, 0), (1, 0), (2, 0), (2, 1), (3, 0), (5, 0), (8, 2), (0, 1), (0, 3), (20, 0), (30, 4)];

    public override string Name => "own-outages";

    public override string Description => "true outages of 15 ASNs of different sizes and durations among noise and resets";

    protected override ScenarioPlan Plan(Prng random)
    {
        var builder = StandardNetwork.Begin(random, background: 250);
        List<SimulatedOrigin> whole = [.. Sizes.Select(size => builder.AddOrigin(isProtagonist: true, size.IPv4, size.IPv6))];
        var mostly = builder.AddOrigin(isProtagonist: true, ipv4: 6, ipv6: 0);
        var partly = builder.AddOrigin(isProtagonist: true, ipv4: 10, ipv6: 0);
        var twice = builder.AddOrigin(isProtagonist: true, ipv4: 4, ipv6: 0);
        var network = builder.Build();
        var window = Clock.Day(withTable: true);
        var happenings = new List<IHappening> { new BackgroundChurn(0.8) };
        foreach (var origin in whole)
        {
            happenings.Add(Loss(origin, window, random, null));
        }

        happenings.Add(Loss(mostly, window, random, [.. mostly.Prefixes.OrderByDescending(Size).Take(5)]));
        happenings.Add(Loss(partly, window, random, [.. partly.Prefixes.OrderBy(Size).Take(3)]));
        var first = window.Start + random.Minutes(100, 150);
        happenings.Add(new OriginLoss(twice, first, first + random.Minutes(15, 40)));
        var second = window.Start + random.Minutes(360, 500);
        happenings.Add(new OriginLoss(twice, second, second + random.Minutes(30, 120)));
        happenings.Add(new SessionReset(
            [.. network.PeersOf(random.Pick(network.Collectors))], window.Start + random.Minutes(70, 600),
            random.Minutes(1, 5), random.Minutes(1, 3), ResetKind.WithStates));
        happenings.Add(new SessionReset(
            [random.Pick([.. network.Peers.Where(peer => peer.IsFullFeed)])], window.Start + random.Minutes(620, 690),
            random.Minutes(1, 5), random.Minutes(1, 3), ResetKind.MassWithdrawal));
        return new ScenarioPlan(network, [new PlannedWindow(window, happenings)], StandardNetwork.Provenance);
    }

    private static int Size(SimulatedPrefix prefix) => 24 - prefix.Prefix.Length;

    /// <summary>Starts after the warm-up; ends early enough for its end to be seen.</summary>
    private static OriginLoss Loss(SimulatedOrigin origin, SimulationWindow window, Prng random, IReadOnlyList<SimulatedPrefix>? prefixes)
    {
        var onset = window.Start + random.Minutes(100, 380);
        var duration = random.Chance(0.4) ? random.Minutes(12, 30) : random.Minutes(30, 300);
        return new OriginLoss(origin, onset, onset + duration, prefixes);
    }
}
