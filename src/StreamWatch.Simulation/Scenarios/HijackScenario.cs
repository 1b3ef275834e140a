using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// Prefixes under another origin: seen by some peers, by all, a whole ASN moving to another, and more specific prefixes announced
/// beside the covering ones. No outage: the addresses stay reachable, by whomever.
/// </summary>
internal sealed class HijackScenario : SimulationScenario
{
    public override string Name => "hijack";

    public override string Description => "exact prefixes and sub-prefixes under another origin, at some and at all peers; no outage";

    protected override ScenarioPlan Plan(Prng random)
    {
        var builder = StandardNetwork.Begin(random, background: 250);
        var single = builder.AddOrigin(isProtagonist: true, ipv4: 1, ipv6: 0);
        var some = builder.AddOrigin(isProtagonist: true, ipv4: 3, ipv6: 1);
        var moving = builder.AddOrigin(isProtagonist: true, ipv4: 5, ipv6: 1);
        builder.AddOrigin(
            4_200_999_001, [World.PathBook.TierTwo(3)], [Prefix.Parse("10.250.0.0/22"), Prefix.Parse("2001:db8:fe00::/44")], isProtagonist: true);
        var hijacker = builder.AddOrigin(isProtagonist: true, ipv4: 2, ipv6: 1);
        List<World.SimulatedPrefix> specifics =
        [
            builder.AddPrefix(hijacker, Prefix.Parse("10.250.0.0/24"), atStart: false),
            builder.AddPrefix(hijacker, Prefix.Parse("10.250.1.0/24"), atStart: false),
            builder.AddPrefix(hijacker, Prefix.Parse("2001:db8:fe00::/48"), atStart: false),
        ];
        var network = builder.Build();
        var window = Clock.Day(withTable: true);
        OriginChange Change(World.SimulatedOrigin victim, double minute, double share)
        {
            var start = window.Start + TimeSpan.FromMinutes(minute) + random.Minutes(0, 40);
            return new OriginChange(victim.Prefixes, hijacker, start, start + random.Minutes(30, 120), share);
        }

        var specific = window.Start + random.Minutes(420, 480);
        return new ScenarioPlan(
            network,
            [
                new PlannedWindow(
                    window,
                    [
                        new BackgroundChurn(0.5),
                        Change(single, 90, 1),
                        Change(some, 150, random.Between(0.3, 0.7)),
                        Change(moving, 260, 1),
                        new ExtraAnnouncement(specifics, specific, specific + random.Minutes(30, 120), Labels.SubPrefixHijack),
                    ]),
            ],
            StandardNetwork.Provenance);
    }
}
