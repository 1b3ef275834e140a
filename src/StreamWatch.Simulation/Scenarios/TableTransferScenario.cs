using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>Peers send their tables over two hours: one that begins, one that repeats itself, one that withdraws and announces. No outage.</summary>
internal sealed class TableTransferScenario : SimulationScenario
{
    public override string Name => "table-transfer";

    public override string Description => "three peers send their whole tables over two hours each; no outage";

    protected override ScenarioPlan Plan(Prng random)
    {
        var builder = StandardNetwork.Begin(random, background: 350);
        var network = builder.Build();
        var newcomer = random.Pick([.. network.Peers.Where(peer => peer.IsFullFeed)]);
        network = network.With(newcomer with { UpAtStart = false });
        newcomer = network.Peers[newcomer.Index];
        List<SimulatedPeer> others = random.Shuffled(network.Peers.Where(peer => peer.IsFullFeed && peer != newcomer));
        var window = Clock.Day(withTable: true);
        TableTransfer Transfer(SimulatedPeer peer, double minute, TransferKind kind) => new(
            peer, window.Start + TimeSpan.FromMinutes(minute) + random.Minutes(0, 60), TimeSpan.FromHours(2), kind);
        return new ScenarioPlan(
            network,
            [
                new PlannedWindow(
                    window,
                    [
                        new BackgroundChurn(0.4),
                        Transfer(newcomer, 65, TransferKind.NewSession),
                        Transfer(others[0], 240, TransferKind.Announcements),
                        Transfer(others[1], 360, TransferKind.WithdrawalsAndAnnouncements),
                    ]),
            ],
            StandardNetwork.Provenance);
    }
}
