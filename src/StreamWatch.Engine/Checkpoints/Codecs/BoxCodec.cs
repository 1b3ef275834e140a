using System.Runtime.CompilerServices;

namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A value in a field of a wider type.</summary>
internal sealed class BoxCodec<T>(CodecBook codecs) : ObjectCodec
    where T : struct
{
    private readonly ValueCodec<T> _value = codecs.Value<T>();

    public override object Make(StateReader from, out long promised)
    {
        promised = _value.LeastBytes;
        return default(T);
    }

    public override void Write(StateWriter to, object value) => _value.Write(to, ref Unsafe.Unbox<T>(value));

    public override void Read(StateReader from, object value) => _value.Read(from, ref Unsafe.Unbox<T>(value));
}
