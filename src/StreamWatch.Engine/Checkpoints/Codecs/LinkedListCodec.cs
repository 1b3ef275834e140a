namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A linked list.</summary>
internal sealed class LinkedListCodec<T>(CodecBook codecs) : SequenceCodec<LinkedList<T>, T>(codecs)
{
    protected override void Add(LinkedList<T> sequence, T item) => sequence.AddLast(item);
}
