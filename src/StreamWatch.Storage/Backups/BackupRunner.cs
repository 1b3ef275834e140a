using System.Globalization;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Backups;

/// <summary>BACKUP and RESTORE of one database, and what is counted in it. ClickHouse does them in the background; this asks how far they are.</summary>
internal sealed class BackupRunner(IClickHouse clickHouse, string database, string? cluster, TimeProvider time)
{
    /// <summary>Table that goes first into a backup: what it calls stored is then in every table that follows.</summary>
    public const string First = "ledger";

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private string OnCluster => cluster is null ? "" : $" ON CLUSTER '{ClusterName.Checked(cluster)}'";

    /// <summary>Backs the database up, the ledger first; names a place for each of the two.</summary>
    public async Task BackUpAsync(string ledgerTo, string restTo, Action<BackupStep> told, CancellationToken cancellationToken)
    {
        await RunAsync($"BACKUP TABLE {database}.{First}{OnCluster} TO {ledgerTo}", "ledger", told, cancellationToken).ConfigureAwait(false);
        await RunAsync($"BACKUP DATABASE {database} EXCEPT TABLES {database}.{First}{OnCluster} TO {restTo}", "tables", told, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Restores it from there.</summary>
    /// <param name="from">Database that the backup is of.</param>
    /// <param name="ledgerFrom">Place of the ledger.</param>
    /// <param name="restFrom">Place of the rest.</param>
    /// <param name="told">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RestoreAsync(string from, string ledgerFrom, string restFrom, Action<BackupStep> told, CancellationToken cancellationToken)
    {
        await RunAsync($"RESTORE DATABASE {from} AS {database}{OnCluster} FROM {restFrom}", "tables", told, cancellationToken).ConfigureAwait(false);
        await RunAsync($"RESTORE TABLE {from}.{First} AS {database}.{First}{OnCluster} FROM {ledgerFrom}", "ledger", told, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rows by table, in the order of names. Tables that keep one row a key are counted by key.</summary>
    public async Task<IReadOnlyList<BackupTable>> CountAsync(CancellationToken cancellationToken)
    {
        var tables = new List<BackupTable>();
        var query = new Statement(
            "backup.tables",
            "SELECT name, engine, engine_full FROM system.tables WHERE database = {database:String} AND engine LIKE '%MergeTree' AND name NOT LIKE '%\\\\_rebuilt' ORDER BY name");
        await foreach (var table in clickHouse.QueryAsync<TableKind>(query.With("database", database), cancellationToken).ConfigureAwait(false))
        {
            var final = table.Engine is "MergeTree" or "ReplicatedMergeTree" ? "" : " FINAL";
            var count = new Statement("backup.count", $"SELECT count() AS rows FROM {database}.{table.Name}{final}");
            await foreach (var row in clickHouse.QueryAsync<RowCount>(count, cancellationToken).ConfigureAwait(false))
            {
                tables.Add(new BackupTable(table.Name, row.Rows, row.Rows, table.EngineFull.Contains(" TTL ", StringComparison.Ordinal)));
            }
        }

        return tables;
    }

    /// <summary>Name of the last migration that the database had.</summary>
    public async Task<string> SchemaAsync(CancellationToken cancellationToken)
    {
        var query = new Statement("backup.schema", $"SELECT max(name) AS name FROM {database}.schema_migrations");
        await foreach (var row in clickHouse.QueryAsync<SchemaName>(query, cancellationToken).ConfigureAwait(false))
        {
            return row.Name;
        }

        return "";
    }

    /// <summary>Takes the database away with all that is in it.</summary>
    public Task DropAsync(CancellationToken cancellationToken) =>
        clickHouse.ExecuteAsync(new("restore.drop", $"DROP DATABASE IF EXISTS {database}{OnCluster} SYNC"), cancellationToken);

    private async Task RunAsync(string sql, string what, Action<BackupStep> told, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        await clickHouse.ExecuteAsync(new("backup." + what, $"{sql} SETTINGS id = '{id}' ASYNC"), cancellationToken).ConfigureAwait(false);
        var query = new Statement(
            "backup.progress",
            "SELECT toString(status) AS status, error, total_size, bytes_read FROM system.backups WHERE id = {id:String}").With("id", id);
        while (true)
        {
            Progress? progress = null;
            await foreach (var row in clickHouse.QueryAsync<Progress>(query, cancellationToken).ConfigureAwait(false))
            {
                progress = row;
            }

            switch (progress?.Status)
            {
                case "BACKUP_CREATED" or "RESTORED":
                    return;
                case "BACKUP_FAILED" or "RESTORE_FAILED" or "BACKUP_CANCELLED" or "RESTORE_CANCELLED":
                    throw new StorageException(string.Create(CultureInfo.InvariantCulture, $"ClickHouse at {clickHouse.Url} failed at the {what} ({progress.Status}): {progress.Error.Split(", Stack trace", 2)[0]}"));
                case null:
                    throw new StorageException($"ClickHouse at {clickHouse.Url} knows nothing of the {what} that it began; it was started again, or the URL leads to several servers: name one of them");
            }

            told(new BackupStep(what, progress.BytesRead, progress.TotalSize));
            await Task.Delay(_pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed record TableKind(string Name, string Engine, string EngineFull);

    private sealed record RowCount(long Rows);

    private sealed record SchemaName(string Name);

    private sealed record Progress(string Status, string Error, long TotalSize, long BytesRead);
}
