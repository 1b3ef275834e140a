using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>The resets that the two reset scenarios have in common.</summary>
internal static class ResetStory
{
    public static ScenarioPlan Tell(Prng random, Func<int, ResetKind> kind)
    {
        var network = StandardNetwork.Begin(random, background: 250).Build();
        var window = Clock.Day(withTable: true);
        var happenings = new List<IHappening> { new BackgroundChurn(0.5) };
        var number = 0;
        SessionReset Reset(IEnumerable<SimulatedPeer> peers, double minute) => new(
            [.. peers], window.Start + TimeSpan.FromMinutes(minute) + random.Minutes(0, 20),
            random.Minutes(1, 6), random.Minutes(1, 4), kind(number++));

        // Single peers, then collectors; every peer is done with one reset before its next.
        var full = random.Shuffled(network.Peers.Where(peer => peer.IsFullFeed));
        for (var i = 0; i < 6; i++)
        {
            happenings.Add(Reset([full[i]], 80 + (i * 35)));
        }

        var collectors = random.Shuffled(network.Collectors);
        for (var i = 0; i < collectors.Count; i++)
        {
            happenings.Add(Reset(network.PeersOf(collectors[i]), 330 + (i * 60)));
        }

        happenings.Add(Reset(network.PeersOf(collectors[0]), 520));
        happenings.Add(Reset(network.PeersOf(collectors[1]), 600));
        return new ScenarioPlan(network, [new PlannedWindow(window, happenings)], StandardNetwork.Provenance);
    }
}
