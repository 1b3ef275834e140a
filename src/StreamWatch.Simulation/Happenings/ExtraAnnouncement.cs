using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Happenings;

/// <summary>
/// Prefixes that are not there at the start are announced, and withdrawn again where an end is given: a sub-prefix hijack beside
/// the rightful covering prefix, or a network that comes up.
/// </summary>
/// <param name="Prefixes">Prefixes of one origin.</param>
/// <param name="Start">When the first peer may announce.</param>
/// <param name="End">When the first peer may withdraw; null for never.</param>
/// <param name="Label">Its label.</param>
public sealed record ExtraAnnouncement(
    IReadOnlyList<SimulatedPrefix> Prefixes, DateTimeOffset Start, DateTimeOffset? End, string Label) : IHappening
{
    public void Schedule(SimulationRun run, Prng random)
    {
        SetReachable(run, Start, true);
        var last = Start + TimeSpan.FromSeconds(60);
        if (End is { } end)
        {
            SetReachable(run, end, false);
            last = end + TimeSpan.FromSeconds(60);
        }

        foreach (var peer in run.Network.Peers)
        {
            List<SimulatedPrefix> carried = [.. Prefixes.Where(prefix => run.Network.Carries(peer, prefix))];
            if (carried.Count == 0)
            {
                continue;
            }

            run.At(Start + random.Seconds(1, 60), () => Set(run, peer, carried, true));
            if (End is { } until)
            {
                run.At(until + random.Seconds(1, 60), () => Set(run, peer, carried, false));
            }
        }

        run.Truth.EventList.Add(new LabelledEvent(
            Label, Start, last, [], [], [Prefixes[0].Origin.Asn], [.. Prefixes.Select(prefix => prefix.Prefix.ToString())],
            $"{Prefixes[0].Origin} announces {Prefixes.Count} prefixes that were not there before"));
    }

    private static void Set(SimulationRun run, SimulatedPeer peer, List<SimulatedPrefix> prefixes, bool there)
    {
        foreach (var prefix in prefixes)
        {
            run.SetRoute(peer, prefix, there ? SimulatedRoute.To(prefix.Origin, 0) : SimulatedRoute.None);
        }
    }

    private void SetReachable(SimulationRun run, DateTimeOffset time, bool reachable) => run.At(time, () =>
    {
        foreach (var prefix in Prefixes)
        {
            run.SetReachable(prefix, reachable);
        }
    });
}
