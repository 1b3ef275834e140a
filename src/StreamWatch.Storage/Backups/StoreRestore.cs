using System.Globalization;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Embedded;
using StreamWatch.Storage.Migrations;
using StreamWatch.Storage.Rollups;
using StreamWatch.Storage.Writing;

namespace StreamWatch.Storage.Backups;

/// <summary>
/// Brings a backup back into an empty store and proves it: rows by table, and roll-ups against their rows. A restore into a directory that is cut short leaves a mark, by which
/// everything but another restore is refused.
/// </summary>
public sealed class StoreRestore(StoreOptions options)
{
    /// <summary>Restores it.</summary>
    /// <param name="path">Folder or file of the backup.</param>
    /// <param name="told">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StorageException">The store holds rows, the backup is none, was made by a newer version, or what came back is not what it says.</exception>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task<RestoreResult> ReadAsync(string path, Action<BackupStep> told, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(told);
        var unpacked = Path.Combine(Path.GetFullPath(options.DataDirectory ?? Path.GetTempPath()), options.DataDirectory is null ? $"streamwatch-restore-{Guid.NewGuid():N}" : "unpacked");
        try
        {
            told(new BackupStep("reading", 0, 0));
            var folder = BackupFolder.Open(path, unpacked);
            var manifest = BackupManifest.Read(folder, path);
            Check(manifest, path);
            return await ReadAsync(folder, manifest, told, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (Directory.Exists(unpacked))
            {
                Directory.Delete(unpacked, recursive: true);
            }
        }
    }

    private async Task<RestoreResult> ReadAsync(string folder, BackupManifest manifest, Action<BackupStep> told, CancellationToken cancellationToken)
    {
        var restoring = options with { IsRestore = true };
        var mark = options.DataDirectory is { } directory ? EngineDirectory.RestoringFileOf(Path.GetFullPath(directory)) : null;
        IReadOnlyDictionary<string, long> rows;
        var engine = options.Server is null ? await EmbeddedEngine.StartAsync(restoring.ForEngine(folder), cancellationToken).ConfigureAwait(false) : null;
        await using (engine)
        {
            using var client = StreamWatchStore.Reach(options.Server, engine);
            var runner = new BackupRunner(client, options.Database, options.Server?.Cluster, options.Time);
            if (mark is null || !File.Exists(mark))
            {
                await RefuseRowsAsync(runner, cancellationToken).ConfigureAwait(false);
            }

            if (mark is not null)
            {
                File.WriteAllText(mark, "a restore into this directory is not complete\n");
            }

            await runner.DropAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await RestoreAsync(runner, manifest, told, cancellationToken).ConfigureAwait(false);
                rows = await CheckRowsAsync(runner, manifest, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await ClearAsync(runner, mark).ConfigureAwait(false);
                throw;
            }
        }

        told(new BackupStep("comparing", 0, 0));
        var result = await FinishAsync(restoring, manifest, rows, cancellationToken).ConfigureAwait(false);
        if (mark is not null)
        {
            File.Delete(mark);
        }

        return result;
    }

    /// <summary>Takes away what came back, so that nobody takes a part for all; where that fails too, the mark stays.</summary>
    private static async Task ClearAsync(BackupRunner runner, string? mark)
    {
        try
        {
            await runner.DropAsync(CancellationToken.None).ConfigureAwait(false);
            if (mark is not null)
            {
                File.Delete(mark);
            }
        }
        catch (ClickHouseException)
        {
            // The failure before says more.
        }
    }

    private static Task RestoreAsync(BackupRunner runner, BackupManifest manifest, Action<BackupStep> told, CancellationToken cancellationToken)
    {
        if (manifest.Destination is null)
        {
            return runner.RestoreAsync(manifest.Database, "File('ledger')", "File('tables')", told, cancellationToken);
        }

        var place = BackupDestination.TryParse(manifest.Destination)
            ?? throw new StorageException($"the manifest names a place that is none: {manifest.Destination}");
        return runner.RestoreAsync(manifest.Database, place.Below("ledger").ToString(), place.Below("tables").ToString(), told, cancellationToken);
    }

    /// <summary>Brings the schema up to date, takes away what the ledger does not know, and holds roll-ups against their rows.</summary>
    private static async Task<RestoreResult> FinishAsync(
        StoreOptions restoring, BackupManifest manifest, IReadOnlyDictionary<string, long> rows, CancellationToken cancellationToken)
    {
        var store = await StreamWatchStore.OpenAsync(restoring, cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            var unknown = manifest.IsQuiet ? 0 : await ForgetAsync(store, cancellationToken).ConfigureAwait(false);
            var rebuilt = await store.Rollups.RepairAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, cancellationToken).ConfigureAwait(false);
            return new RestoreResult(manifest, rows, unknown, rebuilt.Count);
        }
    }

    private static async Task<long> ForgetAsync(StreamWatchStore store, CancellationToken cancellationToken)
    {
        var all = 0L;
        foreach (var table in StoredTable.All.Where(table => !table.Replaces))
        {
            var unknown = $"(source_id, block) NOT IN (SELECT source_id, block FROM {store.Database}.ledger WHERE target = '{table}')";
            var count = 0L;
            await foreach (var row in store.QueryAsync<Count>(new("restore.unknown", $"SELECT count() AS rows FROM {store.Database}.{table} WHERE {unknown}"), cancellationToken).ConfigureAwait(false))
            {
                count = row.Rows;
            }

            if (count > 0)
            {
                var delete = new Statement("restore.forget", $"ALTER TABLE {store.Database}.{table} DELETE WHERE {unknown}");
                await store.ClickHouse.ExecuteAsync(delete.Setting("mutations_sync", "2").Setting("allow_nondeterministic_mutations", "1"), cancellationToken).ConfigureAwait(false);
                all += count;
            }
        }

        return all;
    }

    private async Task RefuseRowsAsync(BackupRunner runner, CancellationToken cancellationToken)
    {
        var full = (await runner.CountAsync(cancellationToken).ConfigureAwait(false)).Where(table => table.MostRows > 0 && table.Name != "schema_migrations").ToList();
        if (full.Count > 0)
        {
            throw new StorageException(
                $"{options.DataDirectory ?? options.Server!.Url.ToString()} is not empty ({string.Join(", ", full.Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Name} {table.MostRows:N0}")))} rows), "
                + $"and a backup is restored into an empty store only; name another {(options.Server is null ? "directory" : "server")}");
        }
    }

    private static async Task<IReadOnlyDictionary<string, long>> CheckRowsAsync(BackupRunner runner, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var rows = (await runner.CountAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(table => table.Name, table => table.MostRows, StringComparer.Ordinal);
        var wrong = manifest.Tables
            .Where(table => !rows.TryGetValue(table.Name, out var found) || found > table.MostRows || (found < table.LeastRows && !table.Expires))
            .Select(table => string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Name} has {rows.GetValueOrDefault(table.Name):N0} rows instead of {table.LeastRows:N0}{(table.MostRows > table.LeastRows ? $" to {table.MostRows:N0}" : "")}"))
            .ToList();
        return wrong.Count == 0 ? rows : throw new StorageException($"what came back is not what the backup says, so it was taken away again: {string.Join("; ", wrong)}");
    }

    private static void Check(BackupManifest manifest, string path)
    {
        if (manifest.Database.Length == 0 || !manifest.Database.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new StorageException($"the manifest of {path} names a database that is none: \"{manifest.Database}\"");
        }

        if (MigrationCatalogue.All.All(step => step.Name != manifest.Schema))
        {
            throw new StorageException($"the backup {path} has schema {manifest.Schema} (StreamWatch {manifest.Version}), which this version does not know; use a newer version of StreamWatch");
        }
    }

    private sealed record Count(long Rows);
}
