namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A stack.</summary>
internal sealed class StackCodec<T>(CodecBook codecs) : SequenceCodec<Stack<T>, T>(codecs)
{
    protected override IEnumerable<T> FirstAddedFirst(Stack<T> sequence) => sequence.Reverse();

    protected override void Add(Stack<T> sequence, T item) => sequence.Push(item);
}
