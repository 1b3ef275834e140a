using StreamWatch.Topology.Entities;
using StreamWatch.Topology.Probes;

namespace StreamWatch.Topology.Tasks;

/// <summary>A bucket of targets as a task.</summary>
internal sealed class ProbeBucketTask : IPartitionTask
{
    private readonly TaskState _state;
    private ProbeBucket _bucket;

    public ProbeBucketTask(TaskOptions options, int partition, ITaskOutput output)
    {
        var shares = new EntityShares(options.Watch, options.EntityPartitions);
        _state = new TaskState([.. TaskState.SurroundingsOf(options), new("output", output), new("shares", shares)]);
        _bucket = new ProbeBucket(options, shares, partition, output);
    }

    public bool HasEnded => _bucket.HasEnded;

    public TaskCounts Counts => _bucket.Counts;

    public void Take(TaskTopic topic, ReadOnlyMemory<byte> message) => _bucket.Take(message.Span);

    public void Tick(long nowMicros)
    {
        // The entities have a clock of their own.
    }

    public void WriteState(Stream stream) => _state.Write(stream, _bucket);

    public void ReadState(Stream stream) => _bucket = _state.Read<ProbeBucket>(stream);
}
