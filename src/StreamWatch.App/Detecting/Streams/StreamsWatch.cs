using System.Collections.Concurrent;
using Serilog;
using StreamWatch.App.Running;
using StreamWatch.App.Stages;
using StreamWatch.Schemas.Batches;
using StreamWatch.Topology.Graph;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.App.Detecting.Streams;

/// <summary>Counts what the tasks do, and says what has to be said once a minute. Safe for concurrent use.</summary>
internal sealed class StreamsWatch(TopicNames topics, TimeProvider time, Stage stage, ILogger log) : IHostWatch
{
    private readonly long _startedAt = time.GetTimestamp();
    private readonly ConcurrentDictionary<(TaskKind, int), long> _snapshots = new();
    private readonly Dictionary<TaskTopic, string> _names = Enum.GetValues<TaskTopic>().ToDictionary(topic => topic, topic => TaskGraph.NameOf(topics, topic));
    private readonly Lock _gate = new();
    private readonly Occasionally _refusals = new(time);
    private readonly Occasionally _others = new(time);
    private long _messages;
    private long _refused;
    private long _repeated;
    private long _ofOtherRuns;
    private long _results;
    private long _snapshotCount;
    private long _restored;
    private long _firstAt;
    private long _lastAt;

    /// <summary>Messages taken.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>Messages that were not what the contract says.</summary>
    public long RefusedCount => Interlocked.Read(ref _refused);

    /// <summary>Messages that had come before.</summary>
    public long RepeatedCount => Interlocked.Read(ref _repeated);

    /// <summary>Batches of results that were published.</summary>
    public long Results => Interlocked.Read(ref _results);

    /// <summary>Snapshots written.</summary>
    public long Snapshots => Interlocked.Read(ref _snapshotCount);

    /// <summary>Inputs that were told again to restore the tasks.</summary>
    public long RestoredInputs => Interlocked.Read(ref _restored);

    /// <summary>From the first message that was taken to the last that was taken or published: without start-up and the group's forming.</summary>
    public TimeSpan TimeAtWork => Volatile.Read(ref _firstAt) is 0 ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref _firstAt), Volatile.Read(ref _lastAt));

    public void Took(TaskTopic topic, int bytes)
    {
        AtWork();
        Interlocked.Increment(ref _messages);
        stage.Metrics.Consumed(_names[topic], bytes);
    }

    public void Repeated(TaskTopic topic)
    {
        Interlocked.Increment(ref _repeated);
        stage.Metrics.Duplicate(_names[topic]);
    }

    public void OfAnotherRun(TaskTopic topic)
    {
        var left = Interlocked.Increment(ref _ofOtherRuns);
        if (IsDue(_others))
        {
            log.Information("{Topic} has messages of other runs, {Count} so far: they are left out", _names[topic], left);
        }
    }

    public void Refused(TaskTopic topic, int partition, long offset, string reason)
    {
        Interlocked.Increment(ref _refused);
        stage.Metrics.Rejected("contract");
        if (IsDue(_refusals))
        {
            log.Warning("{Topic}[{Partition}] offset {Offset} is no message of its contract: {Reason}; it is left out", _names[topic], partition, offset, reason);
        }
    }

    public void Restored(TaskKind kind, int partition, int inputs, long bytes)
    {
        Interlocked.Add(ref _restored, inputs);
        stage.Metrics.Restored(time.GetElapsedTime(_startedAt), bytes);
        log.Information("Task {Kind}-{Partition} is as it was: {Inputs} inputs after its snapshot, {Bytes} bytes of its changelog", kind, partition, inputs, bytes);
    }

    public void Sent(TaskTopic topic, int bytes)
    {
        AtWork();
        stage.Metrics.Published(_names[topic], bytes);
        if (topic == TaskTopic.Results)
        {
            Interlocked.Increment(ref _results);
        }
    }

    public void Snapshotting(TaskKind kind, int partition) => _snapshots[(kind, partition)] = time.GetTimestamp();

    public void Snapshotted(TaskKind kind, int partition, long bytes)
    {
        Interlocked.Increment(ref _snapshotCount);
        stage.Metrics.Checkpointed(time.GetElapsedTime(_snapshots[(kind, partition)]), bytes);
    }

    private void AtWork()
    {
        var now = time.GetTimestamp();
        Volatile.Write(ref _lastAt, now);
        if (Volatile.Read(ref _firstAt) == 0)
        {
            Interlocked.CompareExchange(ref _firstAt, now, 0);
        }
    }

    private bool IsDue(Occasionally occasion)
    {
        lock (_gate)
        {
            return occasion.IsDue();
        }
    }
}
