using System.Globalization;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Migrations;

namespace StreamWatch.App.Doctor;

/// <summary>A ClickHouse server: whether it answers, its version, what the user may do, its schema, clock, disks and cluster.</summary>
internal sealed class ClickHouseCheck(ClickHouseOptions options, string database, TimeProvider time) : IDoctorCheck
{
    private const int AccessDenied = 497;
    private const int OldestMajor = 25;
    private const double LittleFree = 0.1;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _clockApart = TimeSpan.FromSeconds(5);

    public string Name => "ClickHouse server";

    public async Task<IReadOnlyList<DoctorFinding>> LookAsync(CancellationToken cancellation)
    {
        var found = new List<DoctorFinding>();
        using var client = ClickHouseServers.Reach(options with { Timeout = _patience });
        try
        {
            await LookAsync(client, found, cancellation).ConfigureAwait(false);
        }
        catch (ClickHouseException e)
        {
            found.Add(Of(e));
        }

        return found;
    }

    private async Task LookAsync(IClickHouse client, List<DoctorFinding> found, CancellationToken cancellation)
    {
        var asked = time.GetUtcNow();
        var server = await OneAsync<Server>(client, "SELECT version() AS version, toInt64(toUnixTimestamp64Milli(now64(3))) AS millis, toInt32(getSetting('readonly')) AS readonly", cancellation)
            .ConfigureAwait(false);
        found.Add(int.Parse(server!.Version.Split('.')[0], CultureInfo.InvariantCulture) < OldestMajor
            ? DoctorFinding.Fault($"{client.Url} has version {server.Version}", "StreamWatch needs 25.3 or later, and is tested with 26.7; upgrade the server")
            : DoctorFinding.Ok($"{client.Url} answers, version {server.Version}, as user {options.User}"));
        var apart = DateTimeOffset.FromUnixTimeMilliseconds(server.Millis) - asked;
        if (apart.Duration() > _clockApart)
        {
            found.Add(DoctorFinding.Warning(
                string.Create(CultureInfo.InvariantCulture, $"its clock is {apart.TotalSeconds:N0} s apart from this host's"), "synchronize both; retention and measurements are stamped by them"));
        }

        found.Add(server.Readonly != 0
            ? DoctorFinding.Fault($"user {options.User} may only read (setting readonly = {server.Readonly})", "take the setting out of the user's profile, or name another user in STREAMWATCH_CLICKHOUSE_USER")
            : await RightsAsync(client, cancellation).ConfigureAwait(false));
        found.Add(await SchemaAsync(client, cancellation).ConfigureAwait(false));
        await DisksAsync(client, found, cancellation).ConfigureAwait(false);
        if (options.Cluster is { } cluster)
        {
            await ClusterAsync(client, cluster, found, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<DoctorFinding> RightsAsync(IClickHouse client, CancellationToken cancellation)
    {
        var missing = new List<string>();
        foreach (var right in new[] { "SELECT", "INSERT", "ALTER", "CREATE DATABASE", "CREATE TABLE", "CREATE VIEW", "DROP TABLE", "OPTIMIZE" })
        {
            var answer = await OneAsync<Check>(client, $"CHECK GRANT {right} ON {database}.*", cancellation).ConfigureAwait(false);
            if (answer?.Result != 1)
            {
                missing.Add(right);
            }
        }

        return missing.Count == 0
            ? DoctorFinding.Ok($"user {options.User} may write to {database}")
            : DoctorFinding.Fault($"user {options.User} lacks {string.Join(", ", missing)} on {database}", $"GRANT {string.Join(", ", missing)} ON {database}.* TO {options.User}");
    }

    private async Task<DoctorFinding> SchemaAsync(IClickHouse client, CancellationToken cancellation)
    {
        var table = await OneAsync<Engine>(client, $"SELECT engine FROM system.tables WHERE database = '{database}' AND name = 'schema_migrations'", cancellation).ConfigureAwait(false);
        if (table is null)
        {
            return DoctorFinding.Ok($"database {database} is not there yet; the first command that writes makes it");
        }

        var isReplicated = table.Name.StartsWith("Replicated", StringComparison.Ordinal);
        if (isReplicated != options.Cluster is not null)
        {
            return isReplicated
                ? DoctorFinding.Fault($"database {database} was made for a cluster", "name it with --clickhouse-cluster NAME")
                : DoctorFinding.Fault($"database {database} was made for one server, not for a cluster", "leave --clickhouse-cluster away, or begin with a server that has no such database");
        }

        var schema = await OneAsync<Schema>(client, $"SELECT max(name) AS last, uniqExact(name) AS steps FROM {database}.schema_migrations", cancellation).ConfigureAwait(false);
        var known = MigrationCatalogue.All;
        return string.CompareOrdinal(schema!.Last, known[^1].Name) > 0
            ? DoctorFinding.Fault($"database {database} has schema {schema.Last}, which this version does not know", "use a newer version of StreamWatch")
            : DoctorFinding.Ok(string.Create(
                CultureInfo.InvariantCulture,
                $"database {database} has schema {schema.Last}{(schema.Steps < known.Count ? $"; the next command that writes brings {known.Count - schema.Steps} steps more" : "")}"));
    }

    private static async Task DisksAsync(IClickHouse client, List<DoctorFinding> found, CancellationToken cancellation)
    {
        await foreach (var disk in client.QueryAsync<Disk>(
            new("doctor.disks", "SELECT name, toInt64(least(free_space, 9000000000000000000)) AS free, toInt64(least(total_space, 9000000000000000000)) AS total FROM system.disks"), cancellation).ConfigureAwait(false))
        {
            var text = $"disk {disk.Name} has {DoctorChecks.Size(disk.Free)} free of {DoctorChecks.Size(disk.Total)}";
            found.Add(disk.Free < disk.Total * LittleFree ? DoctorFinding.Warning(text, "make room, or set how long rows are kept (streamwatch retention apply)") : DoctorFinding.Ok(text));
        }
    }

    private static async Task ClusterAsync(IClickHouse client, string cluster, List<DoctorFinding> found, CancellationToken cancellation)
    {
        var name = cluster;
        if (cluster[0] == '{')
        {
            var macro = await OneAsync<Macro>(client, $"SELECT substitution FROM system.macros WHERE macro = '{cluster[1..^1]}'", cancellation).ConfigureAwait(false);
            if (macro is null)
            {
                found.Add(DoctorFinding.Fault($"the server has no macro {cluster}", "add it to the server's <macros>, or name the cluster itself"));
                return;
            }

            name = macro.Substitution;
        }

        var members = await OneAsync<Members>(
            client, new Statement("doctor.cluster", "SELECT toInt32(uniqExact(shard_num)) AS shards, toInt32(count()) AS servers FROM system.clusters WHERE cluster = {name:String}").With("name", name), cancellation)
            .ConfigureAwait(false);
        found.Add(members switch
        {
            { Servers: > 0, Shards: 1 } => DoctorFinding.Ok(string.Create(CultureInfo.InvariantCulture, $"cluster {name} has {members.Servers} replicas")),
            { Servers: > 0 } => DoctorFinding.Fault(
                string.Create(CultureInfo.InvariantCulture, $"cluster {name} has {members.Shards} shards"), "StreamWatch replicates and does not shard; name a cluster of one shard"),
            _ => DoctorFinding.Fault($"the server knows no cluster {name}", "\"SELECT DISTINCT cluster FROM system.clusters\" lists those it knows; add it to remote_servers"),
        });
        foreach (var macro in new[] { "shard", "replica" })
        {
            if (await OneAsync<Macro>(client, $"SELECT substitution FROM system.macros WHERE macro = '{macro}'", cancellation).ConfigureAwait(false) is null)
            {
                found.Add(DoctorFinding.Fault($"the server has no macro {{{macro}}}", "replicated tables are told apart by it: add it to the <macros> of each server"));
            }
        }

        try
        {
            await client.ExecuteAsync(new("doctor.keeper", "SELECT count() FROM system.zookeeper WHERE path = '/'"), cancellation).ConfigureAwait(false);
            found.Add(DoctorFinding.Ok("Keeper answers"));
        }
        catch (ClickHouseServerException e)
        {
            found.Add(DoctorFinding.Fault($"Keeper does not answer: {First(e)}", "replicated tables need it: look at the server's <zookeeper> and at Keeper itself"));
        }
    }

    private DoctorFinding Of(ClickHouseException failure) => failure switch
    {
        ClickHouseTransportException => DoctorFinding.Fault(failure.Message, "start the server, or look at host, port and firewall; --clickhouse takes the port of HTTP (8123) or HTTPS (8443), not 9000"),
        ClickHouseTlsException => DoctorFinding.Fault(failure.InnerException!.Message, "name the authority of its certificate with --clickhouse-ca-file, and use the name that stands in it"),
        ClickHouseServerException { Code: 192 or 193 or 194 or 516 } =>
            DoctorFinding.Fault($"user {options.User} is not let in", "look at STREAMWATCH_CLICKHOUSE_USER and at the file that STREAMWATCH_CLICKHOUSE_PASSWORD_FILE names"),
        ClickHouseServerException { Code: AccessDenied } => DoctorFinding.Fault(First(failure), $"grant it to user {options.User}"),
        { IsRetryable: true } => DoctorFinding.Fault(First(failure), "it may pass; look at the server's load, memory and disks, and ask again"),
        _ => DoctorFinding.Fault(First(failure), "look at the server's log"),
    };

    private static string First(Exception failure) => failure.Message.Split('\n')[0];

    private static Task<T?> OneAsync<T>(IClickHouse client, string sql, CancellationToken cancellation)
        where T : class => OneAsync<T>(client, new Statement("doctor", sql), cancellation);

    private static async Task<T?> OneAsync<T>(IClickHouse client, Statement statement, CancellationToken cancellation)
        where T : class
    {
        T? one = null;
        await foreach (var row in client.QueryAsync<T>(statement, cancellation).ConfigureAwait(false))
        {
            one = row;
        }

        return one;
    }

    private sealed record Server(string Version, long Millis, int Readonly);

    private sealed record Check(int Result);

    private sealed record Engine([property: System.Text.Json.Serialization.JsonPropertyName("engine")] string Name);

    private sealed record Schema(string Last, int Steps);

    private sealed record Disk(string Name, long Free, long Total);

    private sealed record Macro(string Substitution);

    private sealed record Members(int Shards, int Servers);
}
