namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>Writes and reads what stands in a field, a local or a place of an array of this type.</summary>
internal abstract class ValueCodec<T>
{
    /// <summary>Bytes that a value takes at least.</summary>
    public abstract long LeastBytes { get; }

    public abstract void Write(StateWriter to, ref readonly T value);

    public abstract void Read(StateReader from, ref T value);

    /// <summary>Writes many.</summary>
    public virtual void Write(StateWriter to, ReadOnlySpan<T> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            to.At("[]");
            Write(to, in values[i]);
        }
    }

    /// <summary>Reads many.</summary>
    public virtual void Read(StateReader from, Span<T> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Read(from, ref values[i]);
        }
    }
}
