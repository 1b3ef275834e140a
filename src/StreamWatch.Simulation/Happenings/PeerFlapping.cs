using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Happenings;

/// <summary>One peer withdraws and announces prefixes again and again; nobody else does.</summary>
/// <param name="Peer">The peer.</param>
/// <param name="Prefixes">The prefixes.</param>
/// <param name="Start">First withdrawal.</param>
/// <param name="End">After it no withdrawal starts.</param>
public sealed record PeerFlapping(SimulatedPeer Peer, IReadOnlyList<SimulatedPrefix> Prefixes, DateTimeOffset Start, DateTimeOffset End)
    : IHappening
{
    public void Schedule(SimulationRun run, Prng random)
    {
        List<SimulatedPrefix> carried = [.. Prefixes.Where(prefix => run.Network.Carries(Peer, prefix))];
        var time = Start;
        while (time < End)
        {
            var back = time + random.Seconds(5, 60);
            run.At(time, () => Set(run, carried, false));
            run.At(back, () => Set(run, carried, true));
            time = back + random.Seconds(5, 90);
        }

        run.Truth.EventList.Add(new LabelledEvent(
            Labels.FlappingAtOnePeer, Start, time, [Peer.Collector.Name], [Peer.View.ToString()],
            [.. Prefixes.Select(prefix => prefix.Origin.Asn).Distinct()], [.. Prefixes.Select(prefix => prefix.Prefix.ToString())],
            $"{Peer} flaps {carried.Count} prefixes"));
    }

    private void Set(SimulationRun run, List<SimulatedPrefix> prefixes, bool there)
    {
        foreach (var prefix in prefixes.Where(run.IsReachable))
        {
            run.SetRoute(Peer, prefix, there ? SimulatedRoute.To(prefix.Origin, 0) : SimulatedRoute.None);
        }
    }
}
