using StreamWatch.Topology.Buckets;
using StreamWatch.Topology.Entities;

namespace StreamWatch.Topology.Tasks;

/// <summary>A bucket of prefixes as a task.</summary>
internal sealed class RouteBucketTask : IPartitionTask
{
    private readonly TaskState _state;
    private RouteBucket _bucket;

    public RouteBucketTask(TaskOptions options, int partition, ITaskOutput output)
    {
        var shares = new EntityShares(options.Watch, options.EntityPartitions);
        _state = new TaskState([.. TaskState.SurroundingsOf(options), new("output", output), new("shares", shares)]);
        _bucket = new RouteBucket(options, shares, partition, output);
    }

    public bool HasEnded => _bucket.HasEnded;

    public TaskCounts Counts => _bucket.Counts;

    public void Take(TaskTopic topic, ReadOnlyMemory<byte> message)
    {
        if (topic == TaskTopic.Routes)
        {
            _bucket.TakeRoutes(message.Span);
        }
        else
        {
            _bucket.TakeMessage(message.Span);
        }
    }

    public void Tick(long nowMicros) => _bucket.Tick(nowMicros);

    public void WriteState(Stream stream) => _state.Write(stream, _bucket);

    public void ReadState(Stream stream) => _bucket = _state.Read<RouteBucket>(stream);
}
