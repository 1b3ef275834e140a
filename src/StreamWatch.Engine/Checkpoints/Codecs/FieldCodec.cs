namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>Writes and reads one field of an owner.</summary>
/// <typeparam name="TOwner">The struct, or <see cref="object"/> for classes.</typeparam>
internal abstract class FieldCodec<TOwner>
{
    public abstract long LeastBytes { get; }

    public abstract void Write(StateWriter to, ref TOwner owner);

    public abstract void Read(StateReader from, ref TOwner owner);
}
