using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// North Korea in January 2022, simulated after published reports: they give days and rough durations, no exact onset or end, and
/// no BGP data of those days was found. The two windows, 13 to 15 and 25 to 26 January, leave out the quiet days between them.
/// The seed moves the times by some minutes and draws the noise.
/// </summary>
internal sealed class DemoScenario : SimulationScenario
{
    // Few files, so that a first look takes seconds: every file costs its own entries in the ledger.
    private static readonly TimeSpan FileLength = TimeSpan.FromHours(6);

    public override string Name => "demo";

    public override string Description =>
        "AS131279 lost and regained on 14 and 26 January 2022, after published reports, among resets and noise";

    protected override ScenarioPlan Plan(Prng random)
    {
        var builder = StandardNetwork.Begin(random, background: 200);
        var star = StarJv.AddTo(builder);
        var network = builder.Build();

        // Reported: attack traffic from 23:00 on 14 January to 02:00, "outages lasting several hours" from that day on.
        var first = Clock.At("2022-01-14T23:15:00Z") + random.Minutes(0, 20);
        var firstEnd = Clock.At("2022-01-15T02:05:00Z") + random.Minutes(0, 20);

        // Reported: down some time before six in the morning of 26 January, for about six hours "on Wednesday morning local time" (UTC+9).
        var second = Clock.At("2022-01-25T20:35:00Z") + random.Minutes(0, 20);
        var secondEnd = second + TimeSpan.FromHours(6) + random.Minutes(-10, 10);
        return new ScenarioPlan(
            network,
            [
                new PlannedWindow(
                    new SimulationWindow(Clock.At("2022-01-13T12:00:00Z"), Clock.At("2022-01-15T12:00:00Z"), WithTable: true) { FileLength = FileLength },
                    [
                        new BackgroundChurn(0.35),
                        new OriginLoss(star, first, firstEnd),
                        new SessionReset(
                            [.. network.PeersOf(network.Collectors[2])], Clock.At("2022-01-14T08:00:00Z") + random.Minutes(0, 90),
                            random.Minutes(2, 4), random.Minutes(1, 3), ResetKind.WithStates),
                    ]),
                new PlannedWindow(
                    new SimulationWindow(Clock.At("2022-01-25T06:00:00Z"), Clock.At("2022-01-26T12:00:00Z"), WithTable: true) { FileLength = FileLength },
                    [
                        new BackgroundChurn(0.35),
                        new OriginLoss(star, second, secondEnd),
                        new SessionReset(
                            [random.Pick([.. FullPeers(network)])], Clock.At("2022-01-25T13:00:00Z") + random.Minutes(0, 60),
                            random.Minutes(2, 4), random.Minutes(1, 3), ResetKind.MassWithdrawal),
                    ]),
            ],
            "simulated after published reports of January 2022, which give no exact onset or end; no measurement. "
            + "Background ASNs and prefixes come from private and documentation space");
    }

    private static IEnumerable<SimulatedPeer> FullPeers(Network network) => network.Peers.Where(peer => peer.IsFullFeed);
}
