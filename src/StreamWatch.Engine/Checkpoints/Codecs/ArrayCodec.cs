namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>An array of one dimension.</summary>
internal sealed class ArrayCodec<T>(CodecBook codecs) : ObjectCodec
{
    private readonly ValueCodec<T> _item = codecs.Value<T>();

    public override void WriteShape(StateWriter to, object value) => to.Frames.Number((ulong)((T[])value).Length);

    public override object Make(StateReader from, out long promised)
    {
        var length = from.Count(_item.LeastBytes);
        promised = length * _item.LeastBytes;
        return new T[length];
    }

    public override void Write(StateWriter to, object value) => _item.Write(to, new ReadOnlySpan<T>((T[])value));

    public override void Read(StateReader from, object value) => _item.Read(from, ((T[])value).AsSpan());
}
