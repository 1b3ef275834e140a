using System.Globalization;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Embedded;

namespace StreamWatch.Storage.Backups;

/// <summary>
/// Writes everything that a store holds into a backup, the ledger with it, so that what is replayed after a restore is stored once. Nothing is migrated: an old store
/// gives an old backup. The embedded engine is started for it and its directory held; a server may be written to meanwhile: the ledger goes first,
/// so that nothing is called stored that is not in the backup, and a restore takes away what the ledger does not know.
/// </summary>
public sealed class StoreBackup(StoreOptions options, string version)
{
    /// <summary>Makes the backup.</summary>
    /// <param name="path">Folder, or file that ends in <c>.tar</c>; with a server only the manifest is there.</param>
    /// <param name="destination">Where a server writes the data; null for the embedded engine.</param>
    /// <param name="told">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it; an older backup in the same place is untouched.</param>
    /// <exception cref="StorageException">The directory is in use or empty, or the place cannot be written.</exception>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task<BackupManifest> WriteAsync(string path, BackupDestination? destination, Action<BackupStep> told, CancellationToken cancellationToken = default)
    {
        if (options.Server is null && !EngineDirectory.HoldsData(options.DataDirectory!))
        {
            throw new StorageException($"{options.DataDirectory} holds no StreamWatch data, so there is nothing to back up");
        }

        var folder = BackupFolder.At(path);
        var engine = options.Server is null ? await EmbeddedEngine.StartAsync(options.ForEngine(folder.Work), cancellationToken).ConfigureAwait(false) : null;
        await using (engine)
        {
            folder.Begin();
            try
            {
                using var client = StreamWatchStore.Reach(options.Server, engine);
                if (engine is not null)
                {
                    // Rows that expire would go between the counting and the backup.
                    await client.ExecuteAsync(new("backup.merges", "SYSTEM STOP MERGES"), cancellationToken).ConfigureAwait(false);
                }

                var manifest = await WriteAsync(client, destination, told, cancellationToken).ConfigureAwait(false);
                manifest.Write(folder.Work);
                told(new BackupStep("writing", 0, 0));
                folder.Complete();
                return manifest;
            }
            catch
            {
                folder.Discard();
                throw;
            }
        }
    }

    private async Task<BackupManifest> WriteAsync(IClickHouse client, BackupDestination? destination, Action<BackupStep> told, CancellationToken cancellationToken)
    {
        var begun = options.Time.GetUtcNow();
        var runner = new BackupRunner(client, options.Database, options.Server?.Cluster, options.Time);
        var before = await runner.CountAsync(cancellationToken).ConfigureAwait(false);
        if (before.Count == 0)
        {
            throw new StorageException($"{client.Url} has no database {options.Database}, so there is nothing to back up");
        }

        var place = destination?.Below(begun.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture));
        await runner.BackUpAsync(
            place?.Below("ledger").ToString() ?? "File('ledger')", place?.Below("tables").ToString() ?? "File('tables')", told, cancellationToken).ConfigureAwait(false);
        var after = (await runner.CountAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(table => table.Name, StringComparer.Ordinal);
        return new BackupManifest
        {
            Version = version,
            Schema = await runner.SchemaAsync(cancellationToken).ConfigureAwait(false),
            Database = options.Database,
            BegunAt = begun,
            EndedAt = options.Time.GetUtcNow(),
            Destination = place?.ToString(),
            Tables = [.. before.Select(table => table with { MostRows = Math.Max(table.LeastRows, after.TryGetValue(table.Name, out var later) ? later.MostRows : 0) })],
        };
    }
}
