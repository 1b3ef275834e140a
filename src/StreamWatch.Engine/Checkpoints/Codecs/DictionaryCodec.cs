namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A dictionary.</summary>
internal sealed class DictionaryCodec<TKey, TValue>(CodecBook codecs) : KeyedCodec<Dictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>(codecs)
    where TKey : notnull
{
    protected override object ComparerOf(Dictionary<TKey, TValue> collection) => collection.Comparer;

    protected override Dictionary<TKey, TValue> Make(byte comparer) => new(KeyOrders.Equality<TKey>(comparer));

    protected override bool Add(Dictionary<TKey, TValue> collection, KeyValuePair<TKey, TValue> item) => collection.TryAdd(item.Key, item.Value);
}
