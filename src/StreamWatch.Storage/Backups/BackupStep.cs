namespace StreamWatch.Storage.Backups;

/// <summary>How far a backup or a restore is.</summary>
/// <param name="What">What goes on.</param>
/// <param name="Done">Bytes done of it.</param>
/// <param name="Total">Bytes there are; 0 where it is not known.</param>
public sealed record BackupStep(string What, long Done, long Total);
