namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>Where a session is.</summary>
/// <param name="Producer">Name of the collecting process.</param>
/// <param name="Session">What it reads, by content.</param>
/// <param name="Routes">Its partitions of routes.</param>
/// <param name="Probes">Its partitions of probe results.</param>
/// <param name="NextRound">The round that is told next.</param>
/// <param name="HasEnded">Whether all of it was told.</param>
/// <param name="WasEnded">Whether a newer session ended it.</param>
/// <param name="Missing">Batches that never came.</param>
/// <param name="Outlived">Batches that came after a newer session had ended it.</param>
internal sealed record SessionState(
    string Producer,
    string Session,
    IReadOnlyList<PartitionState> Routes,
    IReadOnlyList<PartitionState> Probes,
    long NextRound,
    bool HasEnded,
    bool WasEnded,
    long Missing,
    long Outlived);
