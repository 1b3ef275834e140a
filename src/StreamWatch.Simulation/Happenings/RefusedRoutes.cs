using System.Globalization;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Happenings;

/// <summary>
/// A faulty ROA makes the routes of an AS invalid (RFC 6811): networks that check drop them within minutes, as their validators fetch the
/// new data; the others keep them. Nothing is wrong with the AS.
/// </summary>
/// <param name="Origin">The AS.</param>
/// <param name="Start">When the first peer may drop them.</param>
/// <param name="End">When the first peer may take them again.</param>
/// <param name="Share">Share of the peers that check, or sit behind networks that do, 0 to 1.</param>
public sealed record RefusedRoutes(SimulatedOrigin Origin, DateTimeOffset Start, DateTimeOffset End, double Share) : IHappening
{
    /// <summary>Judged: validators fetch every ten minutes or so, and routers are told at once.</summary>
    private const double SlowestSeconds = 240;

    public void Schedule(SimulationRun run, Prng random)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(random);
        var prefixes = Origin.PrefixesAtStart;
        List<SimulatedPeer> peers = [.. run.Network.Peers.Where(peer => prefixes.Any(prefix => run.Network.Carries(peer, prefix)))];
        var refusing = random.Shuffled(peers).Take((int)Math.Round(peers.Count * Share)).ToList();
        var (lostBy, restoredBy) = (Start, End);
        foreach (var peer in refusing)
        {
            var (gone, back) = (Start + random.Seconds(2, SlowestSeconds), End + random.Seconds(2, SlowestSeconds));
            run.At(gone, () => Set(run, peer, prefixes, isThere: false));
            run.At(back, () => Set(run, peer, prefixes, isThere: true));
            lostBy = gone > lostBy ? gone : lostBy;
            restoredBy = back > restoredBy ? back : restoredBy;
        }

        run.Truth.OutageList.Add(new TrueOutage(
            "asn", Origin.Asn.ToString(CultureInfo.InvariantCulture), Start, lostBy, End, restoredBy,
            Share > 0.5 ? Severity.Critical : Severity.Partial, [.. prefixes.Select(prefix => prefix.Prefix.ToString())], []));
    }

    private static void Set(SimulationRun run, SimulatedPeer peer, IReadOnlyList<SimulatedPrefix> prefixes, bool isThere)
    {
        foreach (var prefix in prefixes.Where(prefix => run.Network.Carries(peer, prefix)))
        {
            run.SetRoute(peer, prefix, isThere ? SimulatedRoute.To(prefix.Origin, 0) : SimulatedRoute.None);
        }
    }
}
