namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A set.</summary>
internal sealed class HashSetCodec<T>(CodecBook codecs) : KeyedCodec<HashSet<T>, T>(codecs)
{
    protected override object ComparerOf(HashSet<T> collection) => collection.Comparer;

    protected override HashSet<T> Make(byte comparer) => new(KeyOrders.Equality<T>(comparer));

    protected override bool Add(HashSet<T> collection, T item) => collection.Add(item);
}
