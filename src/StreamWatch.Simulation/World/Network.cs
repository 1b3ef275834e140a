using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.World;

/// <summary>Collectors, peers, origins and prefixes, and which peer carries which prefix. Made by <see cref="NetworkBuilder"/>.</summary>
public sealed class Network
{
    /// <summary>Full feeds miss a little of the table, each something else.</summary>
    private const double MissedByFullFeed = 0.015;

    private readonly ulong _seed;

    internal Network(
        ulong seed,
        IReadOnlyList<SimulatedCollector> collectors,
        IReadOnlyList<SimulatedPeer> peers,
        IReadOnlyList<SimulatedOrigin> origins,
        IReadOnlyList<SimulatedPrefix> prefixes)
    {
        _seed = seed;
        Collectors = collectors;
        Peers = peers;
        Origins = origins;
        Prefixes = prefixes;
        Paths = new PathBook(this, seed);
    }

    public IReadOnlyList<SimulatedCollector> Collectors { get; }

    public IReadOnlyList<SimulatedPeer> Peers { get; }

    public IReadOnlyList<SimulatedOrigin> Origins { get; }

    public IReadOnlyList<SimulatedPrefix> Prefixes { get; }

    internal PathBook Paths { get; }

    /// <summary>The origins that are only there to be background.</summary>
    public IEnumerable<SimulatedOrigin> Background =>
        Origins.Where(origin => !origin.IsProtagonist && origin.Prefixes.Any(prefix => prefix.AtStart));

    /// <summary>The same network with one peer replaced by another of the same index.</summary>
    public Network With(SimulatedPeer peer) =>
        new(_seed, Collectors, [.. Peers.Select(old => old.Index == peer.Index ? peer : old)], Origins, Prefixes);

    /// <summary>The peers of one collector.</summary>
    public IEnumerable<SimulatedPeer> PeersOf(SimulatedCollector collector) => Peers.Where(peer => peer.Collector == collector);

    /// <summary>Whether the peer sends the prefix to its collector when the prefix is reachable.</summary>
    public bool Carries(SimulatedPeer peer, SimulatedPrefix prefix)
    {
        if (peer.Family != prefix.Prefix.Family)
        {
            return false;
        }

        if (prefix.Origin.IsProtagonist)
        {
            return peer.IsFullFeed;
        }

        var share = peer.IsFullFeed ? 1 - MissedByFullFeed : peer.TableShare;
        return Scatter.Unit(Scatter.Hash(_seed, 0xCA55, (ulong)peer.Index, (ulong)prefix.Index)) < share;
    }
}
