namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>
/// A collection that hashes or compares its keys. It is filled anew, in the order in which it gives its items out, when all objects are whole: hashes of strings are other ones in
/// every process.
/// </summary>
internal abstract class KeyedCodec<TCollection, T>(CodecBook codecs) : ObjectCodec
    where TCollection : class, IReadOnlyCollection<T>
{
    private readonly ValueCodec<T> _item = codecs.Value<T>();

    public override void WriteShape(StateWriter to, object value) =>
        to.Frames.Byte(KeyOrders.MarkOf(ComparerOf((TCollection)value)) ?? throw to.Refuse($"{ComparerOf((TCollection)value).GetType()} is a comparer that a snapshot cannot name"));

    public override object Make(StateReader from, out long promised)
    {
        promised = 0;
        return Make(from.Frames.Byte());
    }

    public override void Write(StateWriter to, object value)
    {
        var collection = (TCollection)value;
        to.Frames.Number((ulong)collection.Count);
        foreach (var item in collection)
        {
            _item.Write(to, in item);
        }
    }

    public override void Read(StateReader from, object value)
    {
        var items = new T[from.Count(_item.LeastBytes)];
        _item.Read(from, items.AsSpan());
        from.Afterwards(() =>
        {
            foreach (var item in items)
            {
                if (!Add((TCollection)value, item))
                {
                    throw new CheckpointException("the snapshot is damaged: a key stands twice in it");
                }
            }
        });
    }

    /// <summary>How its keys are told apart.</summary>
    protected abstract object ComparerOf(TCollection collection);

    protected abstract TCollection Make(byte comparer);

    /// <summary>Adds an item; false where its key is there.</summary>
    protected abstract bool Add(TCollection collection, T item);
}
