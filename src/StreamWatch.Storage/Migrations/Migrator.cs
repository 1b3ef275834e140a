using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Migrations;

/// <summary>
/// Brings a database to the schema of this build. Applying twice changes nothing; a history that was changed is refused. With the name of a cluster
/// every statement is run on all its replicas, with Replicated* engines (<see cref="ClusterStatement"/>).
/// </summary>
public sealed class Migrator(IClickHouse clickHouse, string database, IReadOnlyList<Migration> steps, TimeProvider time, string? cluster = null)
{
    private const string HomeDatabase = "streamwatch";

    /// <summary>Applies what is missing, in order.</summary>
    /// <returns>Names of the steps applied now.</returns>
    /// <exception cref="StorageException">The database was migrated by other files than these.</exception>
    public async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken cancellationToken = default)
    {
        await CheckKindAsync(cancellationToken).ConfigureAwait(false);
        await clickHouse.ExecuteAsync(new("migrations.database", OnCluster($"CREATE DATABASE IF NOT EXISTS {database}")), cancellationToken).ConfigureAwait(false);
        await clickHouse.ExecuteAsync(
            new(
                "migrations.table",
                OnCluster($"""
                CREATE TABLE IF NOT EXISTS {database}.schema_migrations
                (
                  name String COMMENT 'File of schemas/clickhouse',
                  sha256 String COMMENT 'SHA-256 of the file in hex',
                  applied_at DateTime64(3, 'UTC') COMMENT 'Clock of the applying process, UTC'
                )
                ENGINE = MergeTree ORDER BY name COMMENT 'Steps of the schema that were applied'
                """)),
            cancellationToken).ConfigureAwait(false);
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        var query = new Statement("migrations.read", $"SELECT name, any(sha256) AS sha256 FROM {database}.schema_migrations GROUP BY name ORDER BY name");
        await foreach (var row in clickHouse.QueryAsync<AppliedMigration>(query, cancellationToken).ConfigureAwait(false))
        {
            applied.Add(row.Name, row.Sha256);
        }

        Check(applied);
        var done = new List<string>();
        foreach (var step in steps.Where(s => !applied.ContainsKey(s.Name)))
        {
            await ApplyAsync(step, cancellationToken).ConfigureAwait(false);
            done.Add(step.Name);
        }

        return done;
    }

    private async Task ApplyAsync(Migration step, CancellationToken cancellationToken)
    {
        foreach (var sql in step.Statements)
        {
            // The files say `streamwatch.`; tests on a shared server use a database of their own.
            var text = database == HomeDatabase ? sql : sql.Replace(HomeDatabase + ".", database + ".", StringComparison.Ordinal);
            await clickHouse.ExecuteAsync(new(step.Name, OnCluster(text)), cancellationToken).ConfigureAwait(false);
        }

        var record = new Statement(
            "migrations.record",
            $$"""
            INSERT INTO {{database}}.schema_migrations (name, sha256, applied_at)
            SELECT {name:String}, {sha256:String}, {at:DateTime64(3, 'UTC')}
            """);
        await clickHouse.ExecuteAsync(record.With("name", step.Name).With("sha256", step.Sha256).With("at", time.GetUtcNow()), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>A schema that was made for one server is no schema of a cluster, and the other way about: half of it would be on one server alone.</summary>
    private async Task CheckKindAsync(CancellationToken cancellationToken)
    {
        var query = new Statement("migrations.kind", "SELECT engine FROM system.tables WHERE database = {database:String} AND name = 'schema_migrations'").With("database", database);
        await foreach (var row in clickHouse.QueryAsync<TableEngine>(query, cancellationToken).ConfigureAwait(false))
        {
            var isReplicated = row.Engine.StartsWith("Replicated", StringComparison.Ordinal);
            if (isReplicated != cluster is not null)
            {
                throw new StorageException(isReplicated
                    ? $"the database {database} at {clickHouse.Url} was made for a cluster; name it with --clickhouse-cluster NAME"
                    : $"the database {database} at {clickHouse.Url} was made for one server, not for the cluster {cluster}; "
                        + "leave --clickhouse-cluster away, or begin with a server that has no such database");
            }
        }
    }

    private string OnCluster(string sql) => cluster is null ? sql : ClusterStatement.Of(sql, cluster);

    private void Check(Dictionary<string, string> applied)
    {
        var known = steps.ToDictionary(s => s.Name, StringComparer.Ordinal);
        var last = applied.Keys.Max(StringComparer.Ordinal);
        foreach (var (name, sha256) in applied)
        {
            if (!known.TryGetValue(name, out var step))
            {
                throw new StorageException(
                    $"the database {database} at {clickHouse.Url} was migrated by {name}, which this version does not know; use a newer version of StreamWatch");
            }

            if (step.Sha256 != sha256)
            {
                throw new StorageException(
                    $"migration {name} was changed after the database {database} at {clickHouse.Url} had been migrated by it "
                    + $"(applied {sha256[..12]}, now {step.Sha256[..12]}); put the file back and write a new migration instead");
            }
        }

        if (steps.FirstOrDefault(s => !applied.ContainsKey(s.Name) && string.CompareOrdinal(s.Name, last) < 0) is { } late)
        {
            throw new StorageException(
                $"migration {late.Name} stands before {last}, which the database {database} at {clickHouse.Url} has already; give it a higher number");
        }
    }

    private sealed record TableEngine(string Engine);

    private sealed record AppliedMigration(string Name, string Sha256);
}
