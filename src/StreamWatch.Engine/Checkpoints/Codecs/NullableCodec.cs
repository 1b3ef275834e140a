namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A value or null: a byte that is 0 or 1, and the value.</summary>
internal sealed class NullableCodec<T>(CodecBook codecs) : ValueCodec<T?>
    where T : struct
{
    private readonly ValueCodec<T> _value = codecs.Value<T>();

    public override long LeastBytes => 1;

    public override void Write(StateWriter to, ref readonly T? value)
    {
        to.Frames.Byte(value.HasValue ? (byte)1 : (byte)0);
        if (value.HasValue)
        {
            var known = value.GetValueOrDefault();
            _value.Write(to, in known);
        }
    }

    public override void Read(StateReader from, ref T? value)
    {
        value = null;
        if (from.Frames.Byte() != 0)
        {
            var known = default(T);
            _value.Read(from, ref known);
            value = known;
        }
    }
}
