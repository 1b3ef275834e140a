using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Hosting;

/// <summary>What a task was before.</summary>
internal sealed record RestoredState
{
    /// <summary>Number of the life that begins now.</summary>
    public required uint Epoch { get; init; }

    /// <summary>Generation of the snapshot; 0 where there is none.</summary>
    public required ulong Generation { get; init; }

    /// <summary>Number of the first input that is not in it.</summary>
    public required ulong FirstInput { get; init; }

    /// <summary>The snapshot; empty where there is none.</summary>
    public required IReadOnlyList<byte[]> Chunks { get; init; }

    /// <summary>The inputs after it, in order.</summary>
    public required IReadOnlyList<LoggedInput> Inputs { get; init; }

    /// <summary>Keys of those inputs.</summary>
    public required IReadOnlyList<byte[]> InputKeys { get; init; }

    /// <summary>Bytes of those inputs.</summary>
    public required long InputBytes { get; init; }

    /// <summary>Keys of the snapshot.</summary>
    public required IReadOnlyList<byte[]> SnapshotKeys { get; init; }

    /// <summary>Keys of the lives that the inputs are of.</summary>
    public required IReadOnlyList<byte[]> Epochs { get; init; }

    /// <summary>Keys that nothing needs any more.</summary>
    public required IReadOnlyList<byte[]> LeftOver { get; init; }
}
