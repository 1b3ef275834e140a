using System.Runtime.InteropServices;

namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A list.</summary>
internal sealed class ListCodec<T>(CodecBook codecs) : ObjectCodec
{
    private readonly ValueCodec<T> _item = codecs.Value<T>();

    public override void WriteShape(StateWriter to, object value) => to.Frames.Number((ulong)((List<T>)value).Count);

    public override object Make(StateReader from, out long promised)
    {
        var count = from.Count(_item.LeastBytes);
        promised = count * _item.LeastBytes;
        var list = new List<T>();
        CollectionsMarshal.SetCount(list, count);
        CollectionsMarshal.AsSpan(list).Clear();
        return list;
    }

    public override void Write(StateWriter to, object value) => _item.Write(to, CollectionsMarshal.AsSpan((List<T>)value));

    public override void Read(StateReader from, object value) => _item.Read(from, CollectionsMarshal.AsSpan((List<T>)value));
}
