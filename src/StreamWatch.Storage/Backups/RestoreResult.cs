namespace StreamWatch.Storage.Backups;

/// <summary>What a restore brought back.</summary>
/// <param name="Manifest">What the backup said.</param>
/// <param name="Rows">Rows by table, as they are now.</param>
/// <param name="Unknown">Rows that were taken away again, since the ledger of the backup did not know them: they came while it was made.</param>
/// <param name="RebuiltDays">Days of roll-ups that were built anew from their rows; 0 where all were equal.</param>
public sealed record RestoreResult(BackupManifest Manifest, IReadOnlyDictionary<string, long> Rows, long Unknown, int RebuiltDays);
