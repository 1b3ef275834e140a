using System.Globalization;
using System.Text.RegularExpressions;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Retentions;

/// <summary>
/// Reads and sets how long tables keep their rows, as TTLs of ClickHouse: expired rows go when parts are merged, by themselves. Without a setting nothing
/// ends, since a replay of 2008 is older than any useful retention the moment it is stored.
/// </summary>
public sealed partial class RetentionKeeper(IClickHouse clickHouse, string database, string? cluster = null)
{
    /// <summary>What is set, table by table, with what is there.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    /// <exception cref="StorageException">A table is missing, or has a TTL that this did not set.</exception>
    public Task<IReadOnlyList<TableRetention>> ReadAsync(CancellationToken cancellationToken = default) => LookAsync(null, cancellationToken);

    /// <summary>What would be set, with the rows that would go.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    /// <exception cref="StorageException">A table is missing, or has a TTL that this did not set.</exception>
    public Task<IReadOnlyList<TableRetention>> PlanAsync(RetentionPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return LookAsync(policy, cancellationToken);
    }

    /// <summary>Sets it; tables that have it already are left alone. Rows that have expired go in the background.</summary>
    /// <returns>The tables that were changed.</returns>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    /// <exception cref="StorageException">A table is missing, or has a TTL that this did not set.</exception>
    public async Task<IReadOnlyList<RetainedTable>> ApplyAsync(RetentionPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var set = await SetAsync(cancellationToken).ConfigureAwait(false);
        var changed = new List<RetainedTable>();
        foreach (var table in RetainedTable.All.Where(table => set[table] != policy.DaysOf(table)))
        {
            var what = policy.DaysOf(table) is { } days
                ? "MODIFY TTL " + string.Format(CultureInfo.InvariantCulture, table.End, days)
                : "REMOVE TTL";

            // Not waited for: the engine goes through all that is stored to find what has expired.
            var alter = new Statement("retention.apply", $"ALTER TABLE {database}.{table}{OnCluster} {what}").Setting("alter_sync", "0");
            await clickHouse.ExecuteAsync(alter, cancellationToken).ConfigureAwait(false);
            changed.Add(table);
        }

        return changed;
    }

    /// <summary>Fewest days that are set for any of these tables; null where all are kept for ever.</summary>
    internal async Task<int?> LeastDaysAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken) =>
        (await SetAsync(cancellationToken).ConfigureAwait(false)).Where(set => tables.Contains(set.Key.Name)).Min(set => set.Value);

    private string OnCluster => cluster is null ? "" : $" ON CLUSTER '{ClusterName.Checked(cluster)}'";

    private async Task<IReadOnlyList<TableRetention>> LookAsync(RetentionPolicy? policy, CancellationToken cancellationToken)
    {
        var set = await SetAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<TableRetention>();
        foreach (var table in RetainedTable.All)
        {
            var days = policy is null ? set[table] : policy.DaysOf(table);
            var query = new Statement(
                "retention.count",
                $$"""
                SELECT count() AS rows, minOrNull({{table.Day}}) AS oldest,
                  countIf({days:Int32} >= 0 AND toInt32({{table.Day}}) + {days:Int32} <= toInt32(toDate(now(), 'UTC'))) AS expired
                FROM {{database}}.{{table}}
                """).With("days", days ?? -1);
            await foreach (var row in clickHouse.QueryAsync<Held>(query, cancellationToken).ConfigureAwait(false))
            {
                found.Add(new TableRetention(table, days, row.Rows, row.Oldest, row.Expired));
            }
        }

        return found;
    }

    private async Task<Dictionary<RetainedTable, int?>> SetAsync(CancellationToken cancellationToken)
    {
        var set = new Dictionary<RetainedTable, int?>();
        var query = new Statement("retention.read", "SELECT name, engine_full FROM system.tables WHERE database = {database:String} ORDER BY name").With("database", database);
        await foreach (var row in clickHouse.QueryAsync<Definition>(query, cancellationToken).ConfigureAwait(false))
        {
            if (RetainedTable.Named(row.Name) is { } table)
            {
                set.Add(table, DaysIn(table, row.EngineFull));
            }
        }

        return RetainedTable.All.FirstOrDefault(table => !set.ContainsKey(table)) is { } missing
            ? throw new StorageException($"the database {database} at {clickHouse.Url} has no table {missing}; any command that writes brings its schema up to date first, \"streamwatch serve\" too")
            : set;
    }

    private int? DaysIn(RetainedTable table, string engine)
    {
        if (!engine.Contains(" TTL ", StringComparison.Ordinal))
        {
            return null;
        }

        var ours = Ttl().Match(engine);
        return ours.Success && ours.Groups["day"].Value.Contains(table.Day, StringComparison.Ordinal)
            ? int.Parse(ours.Groups["days"].Value, NumberStyles.None, CultureInfo.InvariantCulture)
            : throw new StorageException(
                $"{database}.{table} at {clickHouse.Url} has a TTL that was set by hand: {engine[engine.IndexOf(" TTL ", StringComparison.Ordinal)..].Trim()}; "
                + $"take it away (ALTER TABLE {database}.{table} REMOVE TTL) and start again");
    }

    [GeneratedRegex(@" TTL (?<day>.+) \+ toIntervalDay\((?<days>\d{1,6})\)( (DELETE )?WHERE .+?)?(?= SETTINGS |$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Ttl();

    private sealed record Definition(string Name, string EngineFull);

    private sealed record Held(long Rows, DateOnly? Oldest, long Expired);
}
