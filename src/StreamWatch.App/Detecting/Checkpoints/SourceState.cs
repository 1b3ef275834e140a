namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>Where a collecting process is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HasStarted">Whether it was ever heard.</param>
/// <param name="Events">Events of its sessions that have ended.</param>
/// <param name="Sessions">Its sessions that have not, in order.</param>
/// <param name="Player">How far the first of them was told; null where nothing was.</param>
internal sealed record SourceState(string Name, bool HasStarted, long Events, IReadOnlyList<string> Sessions, PlayerState? Player);
