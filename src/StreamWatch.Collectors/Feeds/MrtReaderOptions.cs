namespace StreamWatch.Collectors.Feeds;

/// <summary>How a file is read. Nothing here changes what is read.</summary>
public sealed record MrtReaderOptions
{
    /// <summary>Bytes read or decompressed at once: 64 B to 64 MiB, by default 256 KiB, which stays in the processor's cache.</summary>
    public int BlockSize { get; init; } = 256 << 10;

    /// <summary>Decompressed blocks kept ready for each file: 1 to 1,024, by default 32 (8 MiB).</summary>
    public int BlocksAhead { get; init; } = 32;

    /// <summary>Whether compressed files are decompressed on a thread of their own; true by default. Plain files never need one.</summary>
    public bool Background { get; init; } = true;
}
