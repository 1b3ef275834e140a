using StreamWatch.Topology.Buckets;

namespace StreamWatch.Topology.Tasks;

/// <summary>A bucket of prefixes as a task.</summary>
internal sealed class RouteBucketTask(TaskOptions options, int partition, ITaskOutput output) : IPartitionTask
{
    private readonly TaskState _state = new([.. TaskState.SurroundingsOf(options), new("output", output)]);
    private RouteBucket _bucket = new(options, partition, output);

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

    public void WriteState(Stream stream) => _state.Write(stream, _bucket);

    public void ReadState(Stream stream) => _bucket = _state.Read<RouteBucket>(stream);
}
