namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A reference to an object, or null.</summary>
internal sealed class ReferenceCodec<T> : ValueCodec<T>
    where T : class?
{
    public override long LeastBytes => 1;

    public override void Write(StateWriter to, ref readonly T value) => to.Reference(value);

    public override void Read(StateReader from, ref T value)
    {
        var read = from.Reference();
        value = read is null or T
            ? (T)read!
            : throw new CheckpointException($"the snapshot is damaged: {read.GetType()} stands where {typeof(T)} belongs");
    }
}
