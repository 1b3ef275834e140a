using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Happenings;

/// <summary>Exact prefixes appear under another origin at some or all peers: a hijack, or a move. The addresses stay reachable.</summary>
/// <param name="Prefixes">The prefixes.</param>
/// <param name="NewOrigin">Who originates them meanwhile.</param>
/// <param name="Start">When the first peer may switch.</param>
/// <param name="End">When the first peer may switch back.</param>
/// <param name="Share">Share of the peers that switch, 0 to 1.</param>
public sealed record OriginChange(
    IReadOnlyList<SimulatedPrefix> Prefixes, SimulatedOrigin NewOrigin, DateTimeOffset Start, DateTimeOffset End, double Share) : IHappening
{
    public void Schedule(SimulationRun run, Prng random)
    {
        var last = End;
        var switched = 0;
        foreach (var peer in run.Network.Peers)
        {
            List<SimulatedPrefix> carried = [.. Prefixes.Where(prefix => run.Network.Carries(peer, prefix))];
            if (carried.Count == 0 || !random.Chance(Share))
            {
                continue;
            }

            switched++;
            run.At(Start + random.Seconds(1, 70), () => Switch(run, peer, carried, NewOrigin));
            var back = End + random.Seconds(1, 70);
            run.At(back, () => Switch(run, peer, carried, null));
            last = back > last ? back : last;
        }

        run.Truth.EventList.Add(new LabelledEvent(
            Labels.OriginChanged, Start, last, [], [],
            [.. Prefixes.Select(prefix => prefix.Origin.Asn).Distinct(), NewOrigin.Asn],
            [.. Prefixes.Select(prefix => prefix.Prefix.ToString())],
            $"{switched} peers see {Prefixes.Count} prefixes of {Prefixes[0].Origin} under {NewOrigin}"));
    }

    private static void Switch(SimulationRun run, SimulatedPeer peer, List<SimulatedPrefix> prefixes, SimulatedOrigin? origin)
    {
        foreach (var prefix in prefixes.Where(prefix => run.RouteOf(peer, prefix).Exists))
        {
            run.SetRoute(peer, prefix, SimulatedRoute.To(origin ?? prefix.Origin, 0));
        }
    }
}
