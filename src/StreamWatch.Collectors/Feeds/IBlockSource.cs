namespace StreamWatch.Collectors.Feeds;

/// <summary>Hands out the bytes of a file block by block. A block is good until the next one is asked for.</summary>
internal interface IBlockSource : IDisposable
{
    /// <summary>Why the bytes ended early; null while they have not, or where they ended well.</summary>
    string? Fault { get; }

    /// <summary>The next block, never empty; false at the end.</summary>
    bool TryNext(out ArraySegment<byte> block);
}
