using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Happenings;

/// <summary>
/// The noise of ordinary days: single peers change paths, flap single prefixes for up to two minutes, change the path of all
/// prefixes of an origin; now and then all peers follow a change at an origin. No prefix is ever lost by many peers at once, and
/// the origins that a story is about change paths but do not flap.
/// </summary>
/// <param name="MessagesPerSecond">Mean rate over all peers; what all peers follow counts as one.</param>
public sealed record BackgroundChurn(double MessagesPerSecond) : IHappening
{
    /// <summary>Every collector says something this often at least, so that no file is empty.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public void Schedule(SimulationRun run, Prng random)
    {
        var mean = TimeSpan.FromSeconds(1 / MessagesPerSecond);
        List<SimulatedOrigin> origins = [.. run.Network.Origins.Where(origin => origin.PrefixesAtStart.Count > 0)];
        List<SimulatedOrigin> background = [.. run.Network.Background];
        void Next(DateTimeOffset time) => run.At(time, () =>
        {
            Disturb(run, random, origins, background);
            Next(run.Now + random.Exponential(mean));
        });
        Next(run.Window.Start + random.Exponential(mean));

        foreach (var collector in run.Network.Collectors)
        {
            List<SimulatedPeer> peers = [.. run.Network.PeersOf(collector).Where(peer => peer.UpAtStart)];
            for (var time = run.Window.Start + random.Seconds(1, 60); time < run.Window.End; time += Longest)
            {
                run.At(time, () => ChangePath(run, random, random.Pick(peers), random.Pick(origins)));
            }
        }
    }

    private static void Disturb(SimulationRun run, Prng random, List<SimulatedOrigin> origins, List<SimulatedOrigin> background)
    {
        var peer = random.Pick(run.Network.Peers);
        var origin = random.Pick(origins);
        switch (random.NextDouble())
        {
            case < 0.60:
                ChangePath(run, random, peer, origin, single: true);
                break;
            case < 0.80:
                Flap(run, random, peer, random.Pick(random.Pick(background).PrefixesAtStart));
                break;
            case < 0.99:
                ChangePath(run, random, peer, origin);
                break;
            default:
                ChangePathEverywhere(run, random, origin);
                break;
        }
    }

    private static void ChangePath(SimulationRun run, Prng random, SimulatedPeer peer, SimulatedOrigin origin, bool single = false)
    {
        var variant = random.Whole(0, 4);
        var prefixes = single ? [random.Pick(origin.PrefixesAtStart)] : origin.PrefixesAtStart;
        foreach (var prefix in prefixes)
        {
            var route = run.RouteOf(peer, prefix);
            if (route.Exists)
            {
                run.SetRoute(peer, prefix, route.Via(route.Variant == variant ? (variant + 1) % 4 : variant));
            }
        }
    }

    private static void Flap(SimulationRun run, Prng random, SimulatedPeer peer, SimulatedPrefix prefix)
    {
        var route = run.RouteOf(peer, prefix);
        if (!route.Exists || !run.IsReachable(prefix))
        {
            return;
        }

        var generation = run.GenerationOf(prefix);
        run.SetRoute(peer, prefix, SimulatedRoute.None);
        run.At(run.Now + random.Seconds(3, 120), () =>
        {
            // Whoever lost or found the prefix meanwhile brings it back too.
            if (run.GenerationOf(prefix) == generation && !run.RouteOf(peer, prefix).Exists)
            {
                run.SetRoute(peer, prefix, route);
            }
        });
    }

    private static void ChangePathEverywhere(SimulationRun run, Prng random, SimulatedOrigin origin)
    {
        var variant = random.Whole(0, 4);
        foreach (var peer in run.Network.Peers)
        {
            run.At(run.Now + random.Seconds(0.5, 50), () =>
            {
                foreach (var prefix in origin.PrefixesAtStart)
                {
                    var route = run.RouteOf(peer, prefix);
                    if (route.Exists)
                    {
                        run.SetRoute(peer, prefix, route.Via(variant));
                    }
                }
            });
        }
    }
}
