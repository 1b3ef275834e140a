using System.Buffers.Binary;
using System.Net;
using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.World;

/// <summary>
/// Makes a network. Background ASNs, prefixes and addresses come from space reserved for private use and documentation
/// (RFC 1918, 3849, 5398, 5737, 6996), so that simulated files cannot be taken for measurements of real networks.
/// </summary>
public sealed class NetworkBuilder(ulong seed)
{
    private readonly Prng _random = new Prng(seed).Fork("network");
    private readonly List<SimulatedCollector> _collectors = [];
    private readonly List<SimulatedPeer> _peers = [];
    private readonly List<SimulatedOrigin> _origins = [];
    private readonly List<SimulatedPrefix> _prefixes = [];
    private uint _nextIPv4 = 10u << 24;
    private ulong _nextIPv6 = 0x20010DB8_0001_0000UL;

    /// <summary>Adds a route collector.</summary>
    public SimulatedCollector AddCollector(string name, RecordStyle style)
    {
        ArgumentNullException.ThrowIfNull(name);
        var index = _collectors.Count;
        var asn = name.StartsWith("rrc", StringComparison.Ordinal) ? 12654u : 6447u;
        var collector = new SimulatedCollector(
            index, name, style, asn, IPv4Address(CollectorNetwork(index), 250), IPv6Address(index, 0xFFFF));
        _collectors.Add(collector);
        return collector;
    }

    /// <summary>Adds peers to a collector, each a session of its own.</summary>
    /// <param name="collector">The collector.</param>
    /// <param name="family">The family of the sessions and of what they carry.</param>
    /// <param name="count">How many; a collector has room for 200.</param>
    /// <param name="tableShare">Share of the table they send.</param>
    /// <param name="upAtStart">Whether their sessions stand when a window begins.</param>
    public IReadOnlyList<SimulatedPeer> AddPeers(
        SimulatedCollector collector, AddressFamily family, int count, double tableShare = 1, bool upAtStart = true)
    {
        ArgumentNullException.ThrowIfNull(collector);
        var added = new List<SimulatedPeer>(count);
        for (var i = 0; i < count; i++)
        {
            var number = _peers.Count(peer => peer.Collector == collector) + 1;
            var bgpId = IPv4Address(CollectorNetwork(collector.Index), (byte)number);
            var address = family == AddressFamily.IPv4 ? bgpId : IPv6Address(collector.Index, number);

            // Some networks feed several collectors under one ASN.
            var asn = 64600u + (uint)((collector.Index * 61 + number * 3) % 180);
            added.Add(new SimulatedPeer(_peers.Count, collector, asn, address, bgpId, tableShare, upAtStart));
            _peers.Add(added[^1]);
        }

        return added;
    }

    /// <summary>Adds an origin with the prefixes given.</summary>
    public SimulatedOrigin AddOrigin(uint asn, IReadOnlyList<uint> upstreams, IEnumerable<Prefix> prefixes, bool isProtagonist = false)
    {
        ArgumentNullException.ThrowIfNull(prefixes);
        var origin = new SimulatedOrigin(_origins.Count, asn, upstreams, isProtagonist);
        _origins.Add(origin);
        foreach (var prefix in prefixes)
        {
            AddPrefix(origin, prefix);
        }

        return origin;
    }

    /// <summary>Adds a background origin of a size of its own choice, or of the size given.</summary>
    /// <param name="isProtagonist">A happening is about it.</param>
    /// <param name="ipv4">Number of IPv4 prefixes, or null for a realistic draw.</param>
    /// <param name="ipv6">Number of IPv6 prefixes, or null for a realistic draw.</param>
    public SimulatedOrigin AddOrigin(bool isProtagonist = false, int? ipv4 = null, int? ipv6 = null)
    {
        // Every other one has a 4-byte ASN.
        var number = (uint)_origins.Count;
        var asn = number % 2 == 0 && number < 1200 ? 64800 + (number / 2) : 4_200_000_000 + number;
        uint[] upstreams = _random.Chance(0.4)
            ? [PathBook.TierTwo(_random.Whole(0, 100))]
            : [PathBook.TierTwo(_random.Whole(0, 8)), PathBook.TierTwo(_random.Whole(8, 16))];
        var origin = AddOrigin(asn, upstreams, [], isProtagonist);
        var ipv4Count = ipv4 ?? DrawSize();
        for (var i = 0; i < ipv4Count; i++)
        {
            AddPrefix(origin, NextIPv4(_random.Chance(0.8) ? 24 : _random.Whole(20, 24)));
        }

        var ipv6Count = ipv6 ?? (_random.Chance(0.35) ? _random.Whole(1, 4) : 0);
        for (var i = 0; i < ipv6Count; i++)
        {
            AddPrefix(origin, NextIPv6());
        }

        return origin;
    }

    /// <summary>Adds many background origins.</summary>
    public void AddBackground(int count)
    {
        for (var i = 0; i < count; i++)
        {
            AddOrigin();
        }
    }

    /// <summary>Adds a prefix to an origin.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="prefix">The prefix; not yet in the table.</param>
    /// <param name="atStart">Whether it is announced when a window begins.</param>
    public SimulatedPrefix AddPrefix(SimulatedOrigin origin, Prefix prefix, bool atStart = true)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var added = new SimulatedPrefix(_prefixes.Count, prefix, origin, atStart);
        _prefixes.Add(added);
        origin.Add(added);
        return added;
    }

    public Network Build() => new(seed, _collectors, _peers, _origins, _prefixes);

    private static uint CollectorNetwork(int index) => (index % 3) switch
    {
        0 => 0xC0000200,
        1 => 0xC6336400,
        _ => 0xCB007100,
    };

    private static IPAddress IPv4Address(uint network, byte host)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, network | host);
        return new IPAddress(bytes);
    }

    private static IPAddress IPv6Address(int collector, int host)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, 0x20010DB8_FFFF_0000UL | (uint)collector);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (ulong)host);
        return new IPAddress(bytes);
    }

    /// <summary>Most origins have one or two prefixes, a few have dozens.</summary>
    private int DrawSize() => _random.NextDouble() switch
    {
        < 0.45 => 1,
        < 0.75 => _random.Whole(2, 4),
        < 0.93 => _random.Whole(4, 9),
        _ => _random.Whole(10, 30),
    };

    private Prefix NextIPv4(int length)
    {
        var size = 1u << (32 - length);
        _nextIPv4 = (_nextIPv4 + size - 1) & ~(size - 1);
        var prefix = Prefix.IPv4(_nextIPv4, length);
        _nextIPv4 += size;
        return prefix;
    }

    private Prefix NextIPv6()
    {
        var prefix = new Prefix(AddressFamily.IPv6, _nextIPv6, 0, 48);
        _nextIPv6 += 0x1_0000;
        return prefix;
    }
}
