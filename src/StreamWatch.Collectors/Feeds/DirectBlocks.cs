namespace StreamWatch.Collectors.Feeds;

/// <summary>Reads on the caller's thread into one reused block.</summary>
internal sealed class DirectBlocks(Stream stream, int blockSize) : IBlockSource
{
    private readonly byte[] block = GC.AllocateUninitializedArray<byte>(blockSize);

    public string? Fault { get; private set; }

    public bool TryNext(out ArraySegment<byte> next)
    {
        var length = 0;
        if (Fault is null)
        {
            length = BlockFilling.Fill(stream, block, out var fault);
            Fault = fault;
        }

        next = new ArraySegment<byte>(block, 0, length);
        return length > 0;
    }

    public void Dispose() => stream.Dispose();
}
