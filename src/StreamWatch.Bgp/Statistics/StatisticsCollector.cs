using StreamWatch.Bgp.Mrt;

namespace StreamWatch.Bgp.Statistics;

/// <summary>
/// Counts file after file, and all of them together. Give its <see cref="Sink"/> to a decoder, tell it each record's header, and end each
/// file with <see cref="EndFile"/>.
/// </summary>
public sealed class StatisticsCollector
{
    private readonly RecordCounter records = new();
    private long firstMicros = long.MaxValue;
    private long lastMicros = long.MinValue;

    /// <summary>Counts the elems. Struct: decoders take a copy of it.</summary>
    public StatisticsSink Sink => new(this);

    /// <summary>All files that were ended.</summary>
    public MrtStatistics Total { get; } = new();

    internal MrtStatistics File { get; private set; } = new();

    internal PeerCounter Peers { get; } = new();

    internal IPv4PrefixCounter IPv4Prefixes { get; } = new();

    internal IPv6PrefixCounter IPv6Prefixes { get; } = new();

    internal AsnCounter OriginAsns { get; } = new();

    internal AsnCounter PathAsns { get; } = new();

    /// <summary>Counts one record by its header.</summary>
    public void Record(in MrtHeader header)
    {
        records.Add((ushort)header.Type, header.Subtype);
        var micros = header.TimeMicros;
        firstMicros = Math.Min(firstMicros, micros);
        lastMicros = Math.Max(lastMicros, micros);
    }

    /// <summary>Ends a file, adds it to <see cref="Total"/> and starts the next.</summary>
    public MrtStatistics EndFile()
    {
        var file = File;
        file.Records = records.Take();
        file.FirstMicros = firstMicros == long.MaxValue ? null : firstMicros;
        file.LastMicros = lastMicros == long.MinValue ? null : lastMicros;
        file.Peers = Peers.InFile;
        file.IPv4Prefixes = IPv4Prefixes.InFile;
        file.IPv6Prefixes = IPv6Prefixes.InFile;
        file.OriginAsns = OriginAsns.InFile;
        file.PathAsns = PathAsns.InFile;
        Total.Add(file);
        Peers.NextFile();
        IPv4Prefixes.NextFile();
        IPv6Prefixes.NextFile();
        OriginAsns.NextFile();
        PathAsns.NextFile();
        Total.Peers = Peers.Total;
        Total.IPv4Prefixes = IPv4Prefixes.Total;
        Total.IPv6Prefixes = IPv6Prefixes.Total;
        Total.OriginAsns = OriginAsns.Total;
        Total.PathAsns = PathAsns.Total;
        File = new MrtStatistics();
        firstMicros = long.MaxValue;
        lastMicros = long.MinValue;
        return file;
    }
}
