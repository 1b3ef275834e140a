namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A queue.</summary>
internal sealed class QueueCodec<T>(CodecBook codecs) : SequenceCodec<Queue<T>, T>(codecs)
{
    protected override void Add(Queue<T> sequence, T item) => sequence.Enqueue(item);
}
