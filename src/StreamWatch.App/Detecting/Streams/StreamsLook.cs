using Serilog;
using StreamWatch.App.Metrics;
using StreamWatch.App.Stages;
using StreamWatch.Topology.Streams;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.App.Detecting.Streams;

/// <summary>Looks once a second how far the tasks of this process are, and what they left out: for the metrics, and to say it. Not thread-safe.</summary>
internal sealed class StreamsLook
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly StreamsRun _run;
    private readonly LagWatch _lag;
    private readonly Stage _stage;
    private readonly TimeProvider _time;
    private readonly LeftOutNotices _leftOut;
    private readonly HashSet<(string Topic, int Partition)> _known = [];
    private volatile TaskCounts _counts = TaskCounts.None;
    private long? _lookedAt;

    public StreamsLook(StreamsRun run, LagWatch lag, Stage stage, TimeProvider time, ILogger log)
    {
        _run = run;
        _lag = lag;
        _stage = stage;
        _time = time;
        _leftOut = new LeftOutNotices(time, log);
        stage.Metrics.LateEvents.Add(() => _counts.LateEvents);
    }

    /// <summary>Called often.</summary>
    public void Turn()
    {
        if (_lookedAt is not { } at || _time.GetElapsedTime(at) >= Every)
        {
            _lookedAt = _time.GetTimestamp();
            Look();
        }
    }

    /// <summary>Looks a last time: what the tasks have taken and left out.</summary>
    public TaskCounts End()
    {
        Look();
        return _counts;
    }

    private void Look()
    {
        var before = _counts;
        _counts = _run.Counts;

        // Tasks come and go with what they counted: what is new is what was not there.
        _stage.Metrics.Elems(Math.Max(0, _counts.Elems - before.Elems));
        _leftOut.Tell(_counts.MissingBatches, _counts.OutlivedBatches, _counts.Undeclared);
        var positions = _run.Positions().ToList();
        foreach (var gone in _known.Except(positions.Select(position => (position.Topic, position.Partition))).ToList())
        {
            _lag.Forget(gone.Topic, gone.Partition);
            _known.Remove(gone);
        }

        foreach (var (topic, partition, next) in positions)
        {
            _lag.Read(topic, partition, next);
            _known.Add((topic, partition));
        }
    }
}
