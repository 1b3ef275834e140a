namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A collection that keeps an order of its own: queue, stack, linked list.</summary>
internal abstract class SequenceCodec<TSequence, T>(CodecBook codecs) : ObjectCodec
    where TSequence : class, IReadOnlyCollection<T>, new()
{
    private readonly ValueCodec<T> _item = codecs.Value<T>();

    public override object Make(StateReader from, out long promised)
    {
        promised = 0;
        return new TSequence();
    }

    public override void Write(StateWriter to, object value)
    {
        var sequence = (TSequence)value;
        to.Frames.Number((ulong)sequence.Count);
        foreach (var item in FirstAddedFirst(sequence))
        {
            to.At("[]");
            _item.Write(to, in item);
        }
    }

    public override void Read(StateReader from, object value)
    {
        for (var left = from.Count(_item.LeastBytes); left > 0; left--)
        {
            T item = default!;
            _item.Read(from, ref item);
            Add((TSequence)value, item);
        }
    }

    protected virtual IEnumerable<T> FirstAddedFirst(TSequence sequence) => sequence;

    protected abstract void Add(TSequence sequence, T item);
}
