using System.Globalization;
using System.Text;
using StreamWatch.App.Metrics;
using StreamWatch.App.Replay;
using StreamWatch.Collectors.Archives;
using StreamWatch.Collectors.Results;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.App.Collecting;

/// <summary>One reading of an archive that is published: routes and probe results together in order of time, cut into rounds.</summary>
internal sealed class ArchiveCollection
{
    private readonly Archive _archive;
    private readonly CollectShape _shape;

    /// <param name="archive">The files.</param>
    /// <param name="producer">Name of the collecting process.</param>
    /// <param name="routePartitions">Partitions of the topic of routes, at least 1.</param>
    /// <param name="probePartitions">Partitions of the topic of probes, at least 1.</param>
    public ArchiveCollection(Archive archive, string producer, int routePartitions, int probePartitions)
    {
        _archive = archive;
        _shape = new CollectShape(producer, archive.Files.Count > 0 ? routePartitions : 0, archive.ProbeFiles.Count > 0 ? probePartitions : 0);
        Session = RunIdentity.HashOf(Identity());
    }

    /// <summary>What is published, by content.</summary>
    public string Session { get; }

    /// <summary>How it is spread and cut.</summary>
    public CollectShape Shape => _shape;

    /// <summary>Reads to the end.</summary>
    /// <param name="sink">Takes the batches.</param>
    /// <param name="firstRound">Rounds before it are known to be published.</param>
    /// <param name="statistics">Filled meanwhile.</param>
    /// <param name="metrics">Hears of the probe results; null where nobody counts.</param>
    /// <param name="cancellation">Stops between two records.</param>
    public void Read(IRoundSink sink, long firstRound, ReplayStatistics statistics, StageMetrics? metrics, CancellationToken cancellation)
    {
        var rounds = new RoundBuilder(_shape, Session, Declare(), sink, firstRound);
        var input = new CollectInput(rounds);
        Action<long> pump = _ => { };
        var detection = new RouteDetectionFeed(input, _archive.Files, statistics, micros => pump(micros));
        var probes = new ProbeCollectFeed(new ProbeDetectionFeed(input, _archive.ProbeFiles, statistics), rounds, _archive.ProbeFiles, metrics);
        using (var merge = new ProbeFileMerge(_archive.ProbeFiles, probes))
        {
            pump = micros => merge.PumpUpTo(micros, cancellation);
            using (var reader = new ArchiveReader<CollectSink>(_archive.Files))
            {
                var feed = new CollectSink(new RouteCollectFeed(detection, input, rounds, _archive.Files));
                reader.Read(ref feed, cancellation);
            }

            merge.PumpUpTo(long.MaxValue, cancellation);
        }

        rounds.Cut(isLast: true);
    }

    private static long Micros(DateTime at) => (at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private Declaration Declare()
    {
        var declaration = new Declaration();
        declaration.Files.AddRange(_archive.Files.Select(file => new SourceFile
        {
            Name = Path.GetFileName(file.Path),
            Collector = file.Collector,
            Content = file.Content,
            Bytes = file.Bytes,
            FirstMicros = file.FirstMicros,
            StartsWithTable = file.StartsWithTable,
        }));
        declaration.Files.AddRange(_archive.ProbeFiles.Select(file => new SourceFile
        {
            Name = Path.GetFileName(file.Path),
            Content = file.Content,
            Bytes = file.Bytes,
            FirstMicros = file.FirstNanos / 1000,
        }));
        declaration.Uncovered.AddRange(FileSeries.Uncovered(_archive).Select(span => new UncoveredSpan
        {
            Collector = span.Collector,
            FromMicros = Micros(span.From),
            ToMicros = Micros(span.To),
        }));
        return declaration;
    }

    private string Identity()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Contract.Version} {_shape.Producer} {_shape.RoutePartitions} {_shape.ProbePartitions} ");
        text.Append(CultureInfo.InvariantCulture, $"{CollectShape.ItemsInBatch} {CollectShape.BytesInBatch} {CollectShape.RecordsInRound}");
        foreach (var file in _archive.Files)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{file.Content} {file.Collector}");
        }

        foreach (var file in _archive.ProbeFiles)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{file.Content}");
        }

        foreach (var (collector, from, to) in FileSeries.Uncovered(_archive))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{collector} {from:O} {to:O}");
        }

        return text.ToString();
    }
}
