using System.Collections.Concurrent;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Tests.Topology.Toys;

/// <summary>Counts what hosts do.</summary>
public sealed class ToyWatch : IHostWatch
{
    int _taken;
    int _repeated;
    int _otherRuns;
    int _snapshots;

    public int Messages => _taken;

    public int Repeats => _repeated;

    public int OtherRuns => _otherRuns;

    public int Snapshots => _snapshots;

    public ConcurrentQueue<string> Refusals { get; } = new();

    public ConcurrentQueue<(TaskKind Kind, int Partition, int Inputs, long Bytes)> Restorations { get; } = new();

    public void Took(TaskTopic topic, int bytes) => Interlocked.Increment(ref _taken);

    public void Repeated(TaskTopic topic) => Interlocked.Increment(ref _repeated);

    public void OfAnotherRun(TaskTopic topic) => Interlocked.Increment(ref _otherRuns);

    public void Refused(TaskTopic topic, int partition, long offset, string reason) => Refusals.Enqueue($"{topic}[{partition}] {offset}: {reason}");

    public void Restored(TaskKind kind, int partition, int inputs, long bytes) => Restorations.Enqueue((kind, partition, inputs, bytes));

    public void Sent(TaskTopic topic, int bytes)
    {
        // What arrives is counted by whoever reads it.
    }

    public void Snapshotting(TaskKind kind, int partition)
    {
        // It is counted when it is written.
    }

    public void Snapshotted(TaskKind kind, int partition, long bytes) => Interlocked.Increment(ref _snapshots);
}
