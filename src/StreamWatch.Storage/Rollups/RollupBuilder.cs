using System.Globalization;
using System.Runtime.CompilerServices;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Retentions;
using StreamWatch.Storage.Writing;

namespace StreamWatch.Storage.Rollups;

/// <summary>
/// Keeps the roll-ups true to what they sum up. A roll-up is fed apart from its source: when anything dies between the two, or a block is
/// deleted and sent again, it has too little or too much. Such days are found by counting and built anew from the source.
/// <para>
/// A month is built beside the roll-up and takes its place at once, so that readers never see a part of it. The ledger holds the source meanwhile: this
/// process stores nothing into it. Other processes must not either; the embedded engine's directory lock sees to that.
/// Days of which the source holds nothing, and those whose rows have expired (a TTL takes them part by part), are left as they are: retention takes raw rows,
/// never roll-ups.
/// </para>
/// </summary>
public sealed class RollupBuilder
{
    private readonly IClickHouse _clickHouse;
    private readonly string _database;
    private readonly Ledger _ledger;
    private readonly RetentionKeeper _retention;

    internal RollupBuilder(IClickHouse clickHouse, string database, Ledger ledger, RetentionKeeper retention)
    {
        _retention = retention;
        _clickHouse = clickHouse;
        _database = database;
        _ledger = ledger;
    }

    /// <summary>The first day that can be stored: for <c>from</c> where all time is meant.</summary>
    public static DateOnly FirstDay { get; } = new(1970, 1, 1);

    /// <summary>The day behind the last that can be stored (ClickHouse's Date): for <c>to</c> where all time is meant.</summary>
    public static DateOnly EndOfDays { get; } = new(2149, 6, 6);

    /// <summary>The days on which a roll-up differs from its source, in the order of roll-ups and days.</summary>
    /// <param name="from">First day, UTC.</param>
    /// <param name="to">Day behind the last, UTC.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task<IReadOnlyList<RollupDifference>> CompareAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default)
    {
        var found = new List<RollupDifference>();
        foreach (var rollup in Rollup.All)
        {
            using var hold = await _ledger.HoldAsync(rollup.Source, cancellationToken).ConfigureAwait(false);
            found.AddRange(await CompareAsync(rollup, from, to, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>
    /// Builds the days anew that <see cref="CompareAsync(DateOnly, DateOnly, CancellationToken)"/> finds. The ledger has it done wherever the outcome of a
    /// block had to be found out; this is for whoever has changed tables by hand.
    /// </summary>
    /// <param name="from">First day, UTC.</param>
    /// <param name="to">Day behind the last, UTC.</param>
    /// <param name="cancellationToken">Stops it; months that are done stay so.</param>
    /// <returns>What was different before.</returns>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task<IReadOnlyList<RollupDifference>> RepairAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default)
    {
        var found = new List<RollupDifference>();
        foreach (var rollup in Rollup.All)
        {
            using var hold = await _ledger.HoldAsync(rollup.Source, cancellationToken).ConfigureAwait(false);
            found.AddRange(await RepairAsync(rollup, from, to, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>Builds all roll-ups anew from their sources, day for day of which there is anything left.</summary>
    /// <param name="from">First day, UTC.</param>
    /// <param name="to">Day behind the last, UTC.</param>
    /// <param name="cancellationToken">Stops it; months that are done stay so.</param>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task RebuildAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default)
    {
        foreach (var rollup in Rollup.All)
        {
            using var hold = await _ledger.HoldAsync(rollup.Source, cancellationToken).ConfigureAwait(false);
            var days = new List<DateOnly>();
            await foreach (var row in CountAsync(rollup, from, to, cancellationToken).ConfigureAwait(false))
            {
                days.Add(row.Day);
            }

            await BuildAsync(rollup, days, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the roll-ups of a table true that the caller holds.</summary>
    internal async Task RepairHeldAsync(StoredTable table, CancellationToken cancellationToken)
    {
        foreach (var rollup in Rollup.All.Where(rollup => rollup.Source == table))
        {
            await RepairAsync(rollup, FirstDay, EndOfDays, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<RollupDifference>> RepairAsync(Rollup rollup, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var differences = await CompareAsync(rollup, from, to, cancellationToken).ConfigureAwait(false);
        await BuildAsync(rollup, [.. differences.Select(difference => difference.Day)], cancellationToken).ConfigureAwait(false);
        return differences;
    }

    private async Task<IReadOnlyList<RollupDifference>> CompareAsync(Rollup rollup, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var found = new List<RollupDifference>();
        await foreach (var row in CountAsync(rollup, from, to, cancellationToken).ConfigureAwait(false))
        {
            if (row.InSource != row.InRollup)
            {
                found.Add(new RollupDifference(rollup, row.Day, row.InSource, row.InRollup));
            }
        }

        return found;
    }

    private async IAsyncEnumerable<DayCount> CountAsync(Rollup rollup, DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var days = await _retention.LeastDaysAsync([rollup.Source.Name, rollup.Name], cancellationToken).ConfigureAwait(false);
        var query = new Statement(
            "rollups.count",
            $$"""
            SELECT day, sum(counted_in_source) AS in_source, sum(counted_in_rollup) AS in_rollup FROM
            (
              SELECT toDate({{rollup.Time}}, 'UTC') AS day, {{rollup.Count}} AS counted_in_source, toUInt64(0) AS counted_in_rollup
              FROM {{_database}}.{{rollup.Source}}
              WHERE toDate({{rollup.Time}}, 'UTC') >= {from:Date} AND toDate({{rollup.Time}}, 'UTC') < {to:Date}
              GROUP BY day
              UNION ALL
              SELECT toDate({{rollup.Bucket}}) AS day, 0, sum({{rollup.Counter}})
              FROM {{_database}}.{{rollup}}
              WHERE toDate({{rollup.Bucket}}) >= {from:Date} AND toDate({{rollup.Bucket}}) < {to:Date}
              GROUP BY day
            )
            WHERE {days:Int32} < 0 OR toInt32(day) + {days:Int32} > toInt32(toDate(now(), 'UTC'))
            GROUP BY day HAVING in_source > 0 ORDER BY day
            """).With("from", Text(from)).With("to", Text(to)).With("days", days ?? -1);
        await foreach (var row in _clickHouse.QueryAsync<DayCount>(query, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    private async Task BuildAsync(Rollup rollup, List<DateOnly> days, CancellationToken cancellationToken)
    {
        if (days.Count == 0)
        {
            return;
        }

        var select = await SelectAsync(rollup, cancellationToken).ConfigureAwait(false);
        foreach (var month in days.GroupBy(day => new DateOnly(day.Year, day.Month, 1)))
        {
            await BuildAsync(rollup, select, month.Key, [.. month.Select(Text)], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Builds some days of a month beside the roll-up, takes its other days over, and puts the month in place.</summary>
    private async Task BuildAsync(Rollup rollup, string select, DateOnly month, IReadOnlyList<string> days, CancellationToken cancellationToken)
    {
        var beside = $"{_database}.{rollup}_rebuilt";
        var partition = ((month.Year * 100) + month.Month).ToString(CultureInfo.InvariantCulture);

        // An engine of its own: on a cluster the roll-up is replicated, and what stands beside it need not be.
        await RunAsync(
            $"CREATE OR REPLACE TABLE {beside} AS {_database}.{rollup} ENGINE = AggregatingMergeTree PARTITION BY toYYYYMM({rollup.Bucket}) ORDER BY ({rollup.Key})")
            .ConfigureAwait(false);
        await RunAsync(
            $$"""
            INSERT INTO {{beside}} SELECT * FROM {{_database}}.{{rollup}}
            WHERE toYYYYMM({{rollup.Bucket}}) = {{partition}} AND NOT has({days:Array(Date)}, toDate({{rollup.Bucket}}))
            """).ConfigureAwait(false);
        await RunAsync($"INSERT INTO {beside} {select}").ConfigureAwait(false);
        await RunAsync($"ALTER TABLE {_database}.{rollup} REPLACE PARTITION {partition} FROM {beside}").ConfigureAwait(false);
        await RunAsync($"DROP TABLE {beside}").ConfigureAwait(false);

        Task RunAsync(string sql) => _clickHouse.ExecuteAsync(
            new Statement("rollups.build", sql)
                .With("days", days).With("from", Text(month)).With("to", Text(month.AddMonths(1))).Setting("max_insert_threads", "1"),
            cancellationToken);
    }

    /// <summary>How the feed makes rows, but from <c>{days}</c> alone, so that it is written down in one place: the migration.</summary>
    private async Task<string> SelectAsync(Rollup rollup, CancellationToken cancellationToken)
    {
        var query = new Statement("rollups.feed", "SELECT as_select FROM system.tables WHERE database = {database:String} AND name = {name:String}")
            .With("database", _database).With("name", rollup.Feed);
        var select = "";
        await foreach (var row in _clickHouse.QueryAsync<FeedText>(query, cancellationToken).ConfigureAwait(false))
        {
            select = row.AsSelect;
        }

        var pieces = select.Split($"FROM {_database}.{rollup.Source}");
        return pieces.Length == 2
            ? $$"""
              {{pieces[0]}}FROM
              (
                SELECT * FROM {{_database}}.{{rollup.Source}}
                WHERE toDate({{rollup.Time}}, 'UTC') >= {from:Date} AND toDate({{rollup.Time}}, 'UTC') < {to:Date}
                  AND has({days:Array(Date)}, toDate({{rollup.Time}}, 'UTC'))
              ) AS {{rollup.Source}} {{pieces[1]}}
              """
            : throw new StorageException(
                $"the view {_database}.{rollup.Feed} at {_clickHouse.Url} is missing or does not read {_database}.{rollup.Source} once; it was changed by hand: "
                + "put it back as schemas/clickhouse makes it");
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record DayCount(DateOnly Day, long InSource, long InRollup);

    private sealed record FeedText(string AsSelect);
}
