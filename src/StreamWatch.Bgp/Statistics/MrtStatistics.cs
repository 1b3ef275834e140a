using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;

namespace StreamWatch.Bgp.Statistics;

/// <summary>What a file, or several, hold: counts, distinct things and times. Filled by <see cref="StatisticsSink"/> and <see cref="Record"/>.</summary>
public sealed class MrtStatistics
{
    private readonly Dictionary<(ushort Type, ushort Subtype), long> records = [];
    private readonly HashSet<(WireAddress Address, uint Asn)> peers = [];
    private (ushort Type, ushort Subtype) lastKind;
    private long lastKindCount;
    private WireAddress lastPeer;
    private uint lastPeerAsn;

    /// <summary>Records by MRT type and subtype.</summary>
    public IReadOnlyDictionary<(ushort Type, ushort Subtype), long> Records
    {
        get
        {
            CountLastKind();
            return records;
        }
    }

    public long RibEntries { get; internal set; }

    public long Announcements { get; internal set; }

    public long Withdrawals { get; internal set; }

    public long PeerStates { get; internal set; }

    /// <summary>All elems.</summary>
    public long Elems => RibEntries + Announcements + Withdrawals + PeerStates;

    public long EndOfRibs { get; internal set; }

    /// <summary>BGP messages without routes: OPEN, NOTIFICATION, KEEPALIVE, ROUTE-REFRESH.</summary>
    public long OtherMessages { get; internal set; }

    /// <summary>Records rejected wholly or in part.</summary>
    public long RejectedRecords { get; internal set; }

    /// <summary>The first of them, for people; null while there is none.</summary>
    public string? FirstRejected { get; internal set; }

    /// <summary>Distinct peers, by address and ASN.</summary>
    public int Peers => peers.Count;

    public IPv4PrefixSet IPv4Prefixes { get; } = new();

    public PrefixSet IPv6Prefixes { get; } = new();

    /// <summary>ASNs that originate a prefix.</summary>
    public AsnSet OriginAsns { get; } = new();

    /// <summary>ASNs anywhere in a path.</summary>
    public AsnSet PathAsns { get; } = new();

    /// <summary>Earliest record, microseconds since the Unix epoch; null before any.</summary>
    public long? FirstMicros { get; private set; }

    /// <summary>Latest record, microseconds since the Unix epoch; null before any.</summary>
    public long? LastMicros { get; private set; }

    /// <summary>Counts one record by its header.</summary>
    public void Record(in MrtHeader header)
    {
        var kind = ((ushort)header.Type, header.Subtype);
        if (kind != lastKind)
        {
            CountLastKind();
            lastKind = kind;
        }

        lastKindCount++;
        var micros = header.TimeMicros;
        if (FirstMicros is null || micros < FirstMicros)
        {
            FirstMicros = micros;
        }

        if (LastMicros is null || micros > LastMicros)
        {
            LastMicros = micros;
        }
    }

    /// <summary>Adds what another file holds.</summary>
    public void Add(MrtStatistics other)
    {
        foreach (var (kind, count) in other.Records)
        {
            records[kind] = records.GetValueOrDefault(kind) + count;
        }

        RibEntries += other.RibEntries;
        Announcements += other.Announcements;
        Withdrawals += other.Withdrawals;
        PeerStates += other.PeerStates;
        EndOfRibs += other.EndOfRibs;
        OtherMessages += other.OtherMessages;
        RejectedRecords += other.RejectedRecords;
        FirstRejected ??= other.FirstRejected;
        peers.UnionWith(other.peers);
        IPv4Prefixes.UnionWith(other.IPv4Prefixes);
        IPv6Prefixes.UnionWith(other.IPv6Prefixes);
        OriginAsns.UnionWith(other.OriginAsns);
        PathAsns.UnionWith(other.PathAsns);
        FirstMicros = Least(FirstMicros, other.FirstMicros);
        LastMicros = -Least(-LastMicros, -other.LastMicros);
    }

    /// <summary>Forgets everything and keeps the memory.</summary>
    public void Clear()
    {
        records.Clear();
        peers.Clear();
        lastKindCount = 0;
        lastPeer = default;
        RibEntries = Announcements = Withdrawals = PeerStates = EndOfRibs = OtherMessages = RejectedRecords = 0;
        FirstRejected = null;
        IPv4Prefixes.Clear();
        IPv6Prefixes.Clear();
        OriginAsns.Clear();
        PathAsns.Clear();
        FirstMicros = null;
        LastMicros = null;
    }

    internal void Peer(MrtMessage message)
    {
        if (message.PeerAsn != lastPeerAsn || message.PeerAddress != lastPeer)
        {
            lastPeer = message.PeerAddress;
            lastPeerAsn = message.PeerAsn;
            peers.Add((lastPeer, lastPeerAsn));
        }
    }

    private static long? Least(long? left, long? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);

    private void CountLastKind()
    {
        if (lastKindCount > 0)
        {
            records[lastKind] = records.GetValueOrDefault(lastKind) + lastKindCount;
            lastKindCount = 0;
        }
    }
}
