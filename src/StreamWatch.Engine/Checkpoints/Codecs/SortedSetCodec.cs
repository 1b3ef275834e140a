namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A sorted set.</summary>
internal sealed class SortedSetCodec<T>(CodecBook codecs) : KeyedCodec<SortedSet<T>, T>(codecs)
{
    protected override object ComparerOf(SortedSet<T> collection) => collection.Comparer;

    protected override SortedSet<T> Make(byte comparer) => new(KeyOrders.Order<T>(comparer));

    protected override bool Add(SortedSet<T> collection, T item) => collection.Add(item);
}
