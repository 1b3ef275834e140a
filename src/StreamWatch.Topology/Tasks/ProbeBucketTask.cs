using StreamWatch.Topology.Probes;

namespace StreamWatch.Topology.Tasks;

/// <summary>A bucket of targets as a task.</summary>
internal sealed class ProbeBucketTask(TaskOptions options, int partition, ITaskOutput output) : IPartitionTask
{
    private readonly TaskState _state = new([.. TaskState.SurroundingsOf(options), new("output", output)]);
    private ProbeBucket _bucket = new(options, partition, output);

    public bool HasEnded => _bucket.HasEnded;

    public void Take(TaskTopic topic, ReadOnlyMemory<byte> message) => _bucket.Take(message.Span);

    public void Tick(long nowMicros)
    {
        // The entities have a clock of their own.
    }

    public void WriteState(Stream stream) => _state.Write(stream, _bucket);

    public void ReadState(Stream stream) => _bucket = _state.Read<ProbeBucket>(stream);
}
