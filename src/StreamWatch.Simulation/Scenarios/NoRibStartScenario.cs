using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// Files that begin without a table, in the middle of things: a peer is sending its table, an ASN comes up for the first time, and
/// some prefixes are touched by one or two peers only. No outage.
/// </summary>
internal sealed class NoRibStartScenario : SimulationScenario
{
    public override string Name => "no-rib-start";

    public override string Description => "files that begin without a table (RIB) while a peer transfers its own; no outage";

    protected override ScenarioPlan Plan(Prng random)
    {
        var builder = StandardNetwork.Begin(random, background: 250, old: true);
        var newcomer = builder.AddOrigin(isProtagonist: true, ipv4: 0, ipv6: 0);
        List<SimulatedPrefix> first =
        [
            builder.AddPrefix(newcomer, Domain.Routing.Prefix.Parse("10.251.0.0/24"), atStart: false),
            builder.AddPrefix(newcomer, Domain.Routing.Prefix.Parse("10.251.1.0/24"), atStart: false),
        ];
        var network = builder.Build();
        var window = Clock.Day(withTable: false);
        List<SimulatedPeer> full = random.Shuffled(network.Peers.Where(peer => peer.IsFullFeed));
        var flapped = random.Pick([.. network.Background]);
        return new ScenarioPlan(
            network,
            [
                new PlannedWindow(
                    window,
                    [
                        new NoTable(),
                        new BackgroundChurn(0.5),
                        new TableTransfer(full[0], window.Start + random.Seconds(5, 60), TimeSpan.FromHours(2), TransferKind.Announcements),
                        new PeerFlapping(
                            full[1], flapped.PrefixesAtStart, window.Start + random.Minutes(5, 60), window.Start + random.Minutes(120, 200)),
                        new ExtraAnnouncement(first, window.Start + random.Minutes(150, 400), null, Labels.CameUp),
                    ]),
            ],
            StandardNetwork.Provenance);
    }
}
