namespace StreamWatch.Bgp.Statistics;

/// <summary>What a file, or several, hold. Made by <see cref="StatisticsCollector"/>.</summary>
public sealed class MrtStatistics
{
    /// <summary>Records by MRT type and subtype.</summary>
    public IReadOnlyDictionary<(ushort Type, ushort Subtype), long> Records { get; internal set; } =
        new Dictionary<(ushort Type, ushort Subtype), long>();

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
    public int Peers { get; internal set; }

    public int IPv4Prefixes { get; internal set; }

    public int IPv6Prefixes { get; internal set; }

    /// <summary>ASNs that originate a prefix.</summary>
    public int OriginAsns { get; internal set; }

    /// <summary>ASNs anywhere in a path.</summary>
    public int PathAsns { get; internal set; }

    /// <summary>Earliest record, microseconds since the Unix epoch; null where there is none.</summary>
    public long? FirstMicros { get; internal set; }

    /// <summary>Latest record, microseconds since the Unix epoch; null where there is none.</summary>
    public long? LastMicros { get; internal set; }

    /// <summary>Adds the counts of another file; distinct things cannot be added and are set by the collector.</summary>
    internal void Add(MrtStatistics other)
    {
        var records = new Dictionary<(ushort Type, ushort Subtype), long>(Records);
        foreach (var (kind, count) in other.Records)
        {
            records[kind] = records.GetValueOrDefault(kind) + count;
        }

        Records = records;
        RibEntries += other.RibEntries;
        Announcements += other.Announcements;
        Withdrawals += other.Withdrawals;
        PeerStates += other.PeerStates;
        EndOfRibs += other.EndOfRibs;
        OtherMessages += other.OtherMessages;
        RejectedRecords += other.RejectedRecords;
        FirstRejected ??= other.FirstRejected;
        if (FirstMicros is null || other.FirstMicros < FirstMicros)
        {
            FirstMicros = other.FirstMicros;
        }

        if (LastMicros is null || other.LastMicros > LastMicros)
        {
            LastMicros = other.LastMicros;
        }
    }
}
