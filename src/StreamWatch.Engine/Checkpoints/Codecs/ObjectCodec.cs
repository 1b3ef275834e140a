namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>Writes and reads the objects of one type.</summary>
internal abstract class ObjectCodec
{
    /// <summary>Writes what it takes to make such an object: a length, a comparer.</summary>
    public virtual void WriteShape(StateWriter to, object value)
    {
    }

    /// <summary>Makes an object of what <see cref="WriteShape"/> wrote; what is in it follows later.</summary>
    /// <param name="from">Is read.</param>
    /// <param name="promised">Bytes that what is in it takes at least.</param>
    public abstract object Make(StateReader from, out long promised);

    /// <summary>Writes what is in it.</summary>
    public abstract void Write(StateWriter to, object value);

    /// <summary>Reads what is in it.</summary>
    public abstract void Read(StateReader from, object value);
}
