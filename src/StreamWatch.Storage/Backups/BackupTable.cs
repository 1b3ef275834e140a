namespace StreamWatch.Storage.Backups;

/// <summary>A table in a backup. Rows of tables that keep one row a key are counted by key, so that merges change nothing.</summary>
/// <param name="Name">Name in the database.</param>
/// <param name="LeastRows">Rows before the backup began.</param>
/// <param name="MostRows">Rows when it had ended; more where somebody wrote meanwhile.</param>
/// <param name="Expires">Whether rows go by themselves (retention): then fewer are no loss.</param>
public sealed record BackupTable(string Name, long LeastRows, long MostRows, bool Expires);
