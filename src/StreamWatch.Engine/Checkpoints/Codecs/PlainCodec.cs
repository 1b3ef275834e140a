using System.Runtime.InteropServices;

namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>Values that hold no reference: as they stand in memory, many at once.</summary>
internal sealed class PlainCodec<T> : ValueCodec<T>
    where T : unmanaged
{
    public override unsafe long LeastBytes => sizeof(T);

    public override void Write(StateWriter to, ref readonly T value) => Write(to, new ReadOnlySpan<T>(in value));

    public override void Read(StateReader from, ref T value) => Read(from, new Span<T>(ref value));

    public override void Write(StateWriter to, ReadOnlySpan<T> values)
    {
        // A span of bytes is 2 GiB at most.
        for (var part = Part(); values.Length > 0; values = values[Math.Min(part, values.Length)..])
        {
            to.Frames.Bytes(MemoryMarshal.AsBytes(values[..Math.Min(part, values.Length)]));
        }
    }

    public override void Read(StateReader from, Span<T> values)
    {
        for (var part = Part(); values.Length > 0; values = values[Math.Min(part, values.Length)..])
        {
            from.Frames.Bytes(MemoryMarshal.AsBytes(values[..Math.Min(part, values.Length)]));
        }
    }

    private static unsafe int Part() => (1 << 30) / sizeof(T);
}
