using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Happenings;

/// <summary>
/// Prefixes of an AS become unreachable and come back: every peer withdraws them within some tens of seconds, many after exploring
/// longer paths first (path hunting: Labovitz et al., "Delayed Internet routing convergence", 2000), and announces them again.
/// </summary>
/// <param name="Origin">The AS.</param>
/// <param name="Onset">When it is lost.</param>
/// <param name="End">When it is back.</param>
/// <param name="Prefixes">What is lost; null means everything it originates.</param>
/// <param name="Slowest">When the slowest peer has withdrawn, and has announced again, after <paramref name="Onset"/> and <paramref name="End"/>.</param>
/// <param name="Label">Null for a true outage; else the label of an event that is none because it is too brief or cannot be seen whole.</param>
public sealed record OriginLoss(
    SimulatedOrigin Origin,
    DateTimeOffset Onset,
    DateTimeOffset End,
    IReadOnlyList<SimulatedPrefix>? Prefixes = null,
    TimeSpan? Slowest = null,
    string? Label = null) : IHappening
{
    public void Schedule(SimulationRun run, Prng random)
    {
        var slowest = (Slowest ?? TimeSpan.FromSeconds(85)).TotalSeconds;
        var lost = Prefixes ?? Origin.PrefixesAtStart;
        run.At(Onset, () => SetReachable(run, lost, false));
        run.At(End, () => SetReachable(run, lost, true));
        var lostByAll = Onset;
        var restoredByAll = End;
        foreach (var peer in run.Network.Peers)
        {
            List<SimulatedPrefix> carried = [.. lost.Where(prefix => run.Network.Carries(peer, prefix))];
            if (carried.Count == 0)
            {
                continue;
            }

            var gone = Onset + random.Seconds(slowest * 0.08, slowest);
            Explore(run, random, peer, carried, gone);
            run.At(gone, () => Withdraw(run, peer, carried));
            lostByAll = gone > lostByAll ? gone : lostByAll;

            var back = End + random.Seconds(slowest * 0.03, slowest * 0.8);
            run.At(back, () => Announce(run, peer, carried, random.Chance(0.3) ? random.Whole(1, 3) : 0));
            restoredByAll = back > restoredByAll ? back : restoredByAll;
        }

        WriteTruth(run, lost, lostByAll, restoredByAll);
    }

    private static void SetReachable(SimulationRun run, IReadOnlyList<SimulatedPrefix> prefixes, bool reachable)
    {
        foreach (var prefix in prefixes)
        {
            run.SetReachable(prefix, reachable);
        }
    }

    private static void Withdraw(SimulationRun run, SimulatedPeer peer, List<SimulatedPrefix> prefixes)
    {
        foreach (var prefix in prefixes.Where(prefix => !run.IsReachable(prefix)))
        {
            run.SetRoute(peer, prefix, SimulatedRoute.None);
        }
    }

    private static void Announce(SimulationRun run, SimulatedPeer peer, List<SimulatedPrefix> prefixes, int variant)
    {
        foreach (var prefix in prefixes.Where(run.IsReachable))
        {
            run.SetRoute(peer, prefix, SimulatedRoute.To(prefix.Origin, variant));
        }
    }

    /// <summary>Between the loss and the withdrawal some peers try one longer path after the other.</summary>
    private void Explore(SimulationRun run, Prng random, SimulatedPeer peer, List<SimulatedPrefix> prefixes, DateTimeOffset gone)
    {
        if (!random.Chance(0.6))
        {
            return;
        }

        var steps = random.Whole(1, 4);
        for (var step = 1; step <= steps; step++)
        {
            var variant = step + 1;
            run.At(Onset + ((gone - Onset) * step / (steps + 1)), () =>
            {
                foreach (var prefix in prefixes.Where(prefix => !run.IsReachable(prefix) && run.RouteOf(peer, prefix).Exists))
                {
                    run.SetRoute(peer, prefix, run.RouteOf(peer, prefix).Via(variant));
                }
            });
        }
    }

    private void WriteTruth(SimulationRun run, IReadOnlyList<SimulatedPrefix> lost, DateTimeOffset lostByAll, DateTimeOffset restoredByAll)
    {
        if (Label is not null)
        {
            run.Truth.EventList.Add(new LabelledEvent(
                Label, Onset, restoredByAll, [], [], [Origin.Asn], [.. lost.Select(prefix => prefix.Prefix.ToString())],
                $"all peers lose {lost.Count} of {Origin.PrefixesAtStart.Count} prefixes of {Origin} for {(End - Onset).TotalSeconds:0} s"));
            return;
        }

        List<SimulatedPrefix> kept = [.. Origin.PrefixesAtStart.Except(lost)];
        run.Truth.OutageList.Add(new TrueOutage(
            "asn",
            Origin.Asn.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Onset,
            lostByAll,
            End,
            restoredByAll,
            Blocks(lost) > Blocks(kept) ? Severity.Critical : Severity.Partial,
            [.. lost.Select(prefix => prefix.Prefix.ToString())],
            [.. kept.Select(prefix => prefix.Prefix.ToString())]));
    }

    private static long Blocks(IEnumerable<SimulatedPrefix> prefixes) => prefixes.Sum(prefix =>
        1L << Math.Max(0, (prefix.Prefix.Family == AddressFamily.IPv4 ? 24 : 48) - prefix.Prefix.Length));
}
