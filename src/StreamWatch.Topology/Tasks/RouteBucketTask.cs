using StreamWatch.Topology.Buckets;

namespace StreamWatch.Topology.Tasks;

/// <summary>A bucket of prefixes as a task.</summary>
internal sealed class RouteBucketTask(TaskOptions options, int partition, ITaskOutput output) : IPartitionTask
{
    private readonly RouteBucket _bucket = new(options, partition, output);

    public bool HasEnded => _bucket.HasEnded;

    public void Take(TaskTopic topic, ReadOnlyMemory<byte> message)
    {
        if (topic == TaskTopic.Routes)
        {
            _bucket.TakeRoutes(message.Span);
        }
        else
        {
            _bucket.TakeWord(message.Span);
        }
    }

    public void Tick(long nowMicros) => _bucket.Tick(nowMicros);

    public void WriteState(Stream stream) => throw new NotSupportedException();

    public void ReadState(Stream stream) => throw new NotSupportedException();
}
