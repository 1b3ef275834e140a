namespace StreamWatch.Bgp.Text;

/// <summary>
/// Collects lines and hands them to a stream in blocks of about 1 MiB. The memory does not move, so that lines are written through pointers.
/// </summary>
public sealed unsafe class LineBuffer : IDisposable
{
    /// <summary>Most bytes that one line may take between two calls of <see cref="Reserve"/>.</summary>
    public const int MaxLine = 64 << 10;

    private const int BlockSize = 1 << 20;

    private readonly Stream output;
    private readonly byte[] block = GC.AllocateUninitializedArray<byte>(BlockSize + MaxLine, pinned: true);
    private readonly byte* start;
    private int used;

    /// <param name="output">Where the blocks go; stays open.</param>
    public LineBuffer(Stream output)
    {
        this.output = output;
        start = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref block[0]);
    }

    /// <summary>Lines' bytes handed over so far, those still in the block not counted.</summary>
    public long Written { get; private set; }

    /// <summary>Hands what was collected to the stream.</summary>
    public void Flush()
    {
        if (used > 0)
        {
            output.Write(block, 0, used);
            Written += used;
            used = 0;
        }
    }

    public void Dispose() => Flush();

    /// <summary>Adds bytes of any number.</summary>
    internal void WriteLong(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, MaxLine);
            var to = Reserve();
            bytes[..count].CopyTo(new Span<byte>(to, MaxLine));
            Commit(to + count);
            bytes = bytes[count..];
        }
    }

    /// <summary>Room for a line of at most <see cref="MaxLine"/> bytes.</summary>
    internal byte* Reserve()
    {
        if (used >= BlockSize)
        {
            Flush();
        }

        return start + used;
    }

    /// <summary>Keeps what was written up to <paramref name="end"/>.</summary>
    internal void Commit(byte* end) => used = (int)(end - start);
}
