using System.Net;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.World;

/// <summary>
/// The paths from peers to origins. Each peer has a numbered list of paths to each origin; variant 0 is its best, higher ones
/// are detours and longer, as BGP explores them when the best one goes (path hunting).
/// </summary>
internal sealed class PathBook(Network network, ulong seed)
{
    // ASNs reserved for documentation (RFC 5398) and private use (RFC 6996): no simulated path accuses a real network.
    private const uint FirstTierOne = 64496;
    private const int TierOnes = 12;
    private const uint FirstTierTwo = 65536;
    private const int TierTwos = 16;

    private readonly Dictionary<(int Peer, SimulatedRoute SimulatedRoute), AttributeSet> _book = [];

    /// <summary>A transit AS that origins may buy from.</summary>
    public static uint TierTwo(int number) => FirstTierTwo + (uint)(number % TierTwos);

    /// <summary>Attributes of a route of a peer, without the prefixes.</summary>
    public AttributeSet AttributesOf(SimulatedPeer peer, SimulatedRoute route)
    {
        if (_book.TryGetValue((peer.Index, route), out var attributes))
        {
            return attributes;
        }

        attributes = Write(peer, network.Origins[route.OriginNumber - 1], route.Variant);
        _book.Add((peer.Index, route), attributes);
        return attributes;
    }

    private AttributeSet Write(SimulatedPeer peer, SimulatedOrigin origin, int variant)
    {
        var draw = Scatter.Hash(seed, 0x9A7A, ((ulong)peer.Index << 32) | (uint)origin.Index, (ulong)variant);
        var path = Path(peer, origin, variant, draw);
        var isIPv4 = peer.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        return new AttributeSet
        {
            Origin = draw % 11 == 0 ? OriginCode.Incomplete : OriginCode.Igp,
            AsPath = PathValue.Of(path),
            NextHop = isIPv4 ? peer.Address : null,
            Med = draw % 3 == 0 ? (uint)(draw >> 40) % 200 : null,
            Communities = draw % 4 == 0 ? [] : [(peer.Asn << 16) | (100 + (uint)(draw >> 8) % 20), (path[1] << 16) | 3000],
            LargeCommunities = draw % 7 == 0 ? [new LargeCommunity(origin.Asn, 1, (uint)(draw >> 16) % 50)] : [],
            Aggregator = draw % 29 == 0 ? new Aggregator(origin.Asn, IPAddress.Parse("192.0.2.254")) : null,
        };
    }

    private static List<uint> Path(SimulatedPeer peer, SimulatedOrigin origin, int variant, ulong draw)
    {
        // Stable over variants: which provider of the origin and which transit of the peer comes first.
        var preference = Scatter.Hash(0x57AB, peer.Asn, origin.Asn);
        var upstream = origin.Upstreams[(int)((preference + (ulong)variant) % (ulong)origin.Upstreams.Count)];
        var near = FirstTierOne + (uint)((peer.Asn + (ulong)(variant / 2)) % TierOnes);
        var far = FirstTierOne + (uint)((upstream * 7UL) % TierOnes);
        var path = new List<uint> { peer.Asn, near };
        if (far != near)
        {
            path.Add(far);
        }

        for (var detour = 0; detour < Math.Min(variant, 4); detour++)
        {
            var asn = TierTwo((int)((draw >> 20) + (ulong)detour * 5) & 0x7FFF);
            if (!path.Contains(asn) && asn != upstream)
            {
                path.Add(asn);
            }
        }

        path.Add(upstream);
        var prepended = draw % 17 == 0 ? 3 : 1;
        for (var i = 0; i < prepended; i++)
        {
            path.Add(origin.Asn);
        }

        return path;
    }
}
