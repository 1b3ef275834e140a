namespace StreamWatch.Topology.Hosting;

/// <summary>How a task is kept.</summary>
public sealed record HostOptions
{
    /// <summary>The run that decides: what other runs say in the same topics is left out.</summary>
    public required string RunId { get; init; }

    /// <summary>A snapshot is written when the log has more bytes than this, and more than the last snapshot; bytes, 1 and more. Default: 16 MiB.</summary>
    public long SnapshotAfterBytes { get; init; } = 16 << 20;

    /// <summary>Bytes of a piece of a snapshot, or of an input that is logged, at most; 1 to 1,000,000. Default: 512 KiB.</summary>
    public int PieceBytes { get; init; } = 512 << 10;
}
