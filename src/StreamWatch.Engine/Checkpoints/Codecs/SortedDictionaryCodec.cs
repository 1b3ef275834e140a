namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A sorted dictionary.</summary>
internal sealed class SortedDictionaryCodec<TKey, TValue>(CodecBook codecs) : KeyedCodec<SortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(codecs)
    where TKey : notnull
{
    protected override object ComparerOf(SortedDictionary<TKey, TValue> collection) => collection.Comparer;

    protected override SortedDictionary<TKey, TValue> Make(byte comparer) => new(KeyOrders.Order<TKey>(comparer));

    protected override bool Add(SortedDictionary<TKey, TValue> collection, KeyValuePair<TKey, TValue> item) => collection.TryAdd(item.Key, item.Value);
}
