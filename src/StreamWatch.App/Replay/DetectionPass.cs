using StreamWatch.Collectors.Archives;
using StreamWatch.Collectors.Results;
using StreamWatch.Domain.Incidents;
using StreamWatch.Engine;

namespace StreamWatch.App.Replay;

/// <summary>One reading of an archive, routes and probe results together in order of time, that decides.</summary>
internal sealed class DetectionPass
{
    private readonly Archive _archive;
    private readonly EngineInput _input;
    private Action<long> _pump = _ => { };

    /// <param name="archive">The files.</param>
    /// <param name="options">How to decide.</param>
    /// <param name="statistics">Filled while it runs.</param>
    /// <param name="sink">Takes what is found.</param>
    public DetectionPass(Archive archive, ReplayOptions options, ReplayStatistics statistics, IOutageSink sink)
    {
        _archive = archive;
        Engine = new OutageEngine(options.Watch, options.Detection, options.Probing, sink);
        _input = new EngineInput(Engine, elapsed => statistics.Detecting += elapsed);
        foreach (var (collector, from, to) in FileSeries.Uncovered(archive))
        {
            _input.DeclareUncovered(collector, Micros(from), Micros(to));
        }

        Routes = new RouteDetectionFeed(_input, archive.Files, statistics, micros => _pump(micros));
        Probes = new ProbeDetectionFeed(_input, archive.ProbeFiles, statistics);
    }

    /// <summary>Decides.</summary>
    public OutageEngine Engine { get; }

    /// <summary>The way of routes to the engine.</summary>
    public RouteDetectionFeed Routes { get; }

    /// <summary>The way of probe results to the engine.</summary>
    public ProbeDetectionFeed Probes { get; }

    /// <summary>Reads to the end.</summary>
    /// <param name="routes">Takes the records, and hands them to <see cref="Routes"/>.</param>
    /// <param name="probes">Takes the probe results, and hands them to <see cref="Probes"/>.</param>
    /// <param name="cancellation">Stops between two records.</param>
    public void Read<TSink>(TSink routes, IProbeFileSink probes, CancellationToken cancellation)
        where TSink : IArchiveSink
    {
        using (var merge = new ProbeFileMerge(_archive.ProbeFiles, probes))
        {
            _pump = micros => merge.PumpUpTo(micros, cancellation);
            using (var reader = new ArchiveReader<TSink>(_archive.Files))
            {
                reader.Read(ref routes, cancellation);
            }

            merge.PumpUpTo(long.MaxValue, cancellation);
        }

        _input.Complete();
    }

    private static long Micros(DateTime at) => (at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
