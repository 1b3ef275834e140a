using StreamWatch.Domain.Routing;
using StreamWatch.Storage;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Rollups;
using StreamWatch.Storage.Runs;
using StreamWatch.Storage.Writing;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class RollupTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Roll_ups_hold_what_the_raw_rows_give_also_when_connections_broke()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        foreach (var (statement, behind) in new[] { ("insert.probe_results", false), ("insert.probe_results", true), ("ledger.stored", true), ("insert.target_bins", true) })
        {
            using var faulty = new FaultyClickHouse(store.ClickHouse, statement, behind);
            using var ledger = new Ledger(faulty, store.Database, TimeProvider.System);
            var source = await ledger.RegisterAsync(Numbered.Source(statement + behind), Token);
            await ledger.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Results(0, 300, 1009), Token);
            await ledger.WriteAsync(source, new OffsetRange(1, 2), NumberedProbes.Results(300, 600, 1009), Token);
            await ledger.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Bins("r" + source.Id, 0, 5000), Token);
            Assert.True(faulty.HasBroken);
        }

        Assert.Equal("2400", await store.TextAsync("SELECT count() FROM {db}.probe_results"));
        Assert.Empty(await store.Rollups.CompareAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, Token));
        await RollupReading.AssertTrueAsync(store);
    }

    [Fact]
    public async Task Where_a_block_reached_a_roll_up_twice_or_not_at_all_the_day_is_found_and_built_anew()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var source = await store.Ledger.RegisterAsync(Numbered.Source("good"), Token);
        await store.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Results(0, 300, 1009), Token);
        await store.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Bins("r1", 0, 100), Token);

        // Over the end of January. The ledger hears of no end, the part of January is lost: all of the block is sent again.
        using (var faulty = new FaultyClickHouse(store.ClickHouse, "ledger.stored", behind: false))
        using (var ledger = new Ledger(faulty, store.Database, TimeProvider.System))
        using (var stop = new CancellationTokenSource())
        {
            var torn = await ledger.RegisterAsync(Numbered.Source("torn"), Token);
            var writing = ledger.WriteAsync(torn, new OffsetRange(0, 1), NumberedProbes.Results(300, 600, 1009), stop.Token);
            while (!faulty.HasBroken)
            {
                await Task.Yield();
            }

            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        }

        await store.TextAsync("ALTER TABLE {db}.probe_results DELETE WHERE source_id != " + source.Id + " AND started_at < '2022-02-04' SETTINGS mutations_sync = 2");
        using (var ledger = new Ledger(store.ClickHouse, store.Database, TimeProvider.System))
        {
            var torn = await ledger.RegisterAsync(Numbered.Source("torn"), Token);
            Assert.True(await ledger.WriteAsync(torn, new OffsetRange(0, 1), NumberedProbes.Results(300, 600, 1009), Token));
        }

        // Another one that a roll-up never got, as after a kill between the two.
        await store.TextAsync("ALTER TABLE {db}.verdict_rollup_hourly DELETE WHERE hour = '2022-01-30 00:00:00' AND target = 't2' SETTINGS mutations_sync = 2");

        Assert.Equal("600", await store.TextAsync("SELECT count() FROM {db}.probe_results"));
        var days = await store.Rollups.CompareAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, Token);
        Assert.Equal(["target_rollup_daily", "target_rollup_hourly", "verdict_rollup_hourly"], days.Select(day => day.Rollup.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.All(days.Where(day => day.Rollup.Source == StoredTable.ProbeResults), day => Assert.True(day.InRollup > day.InSource));

        // Not the days asked for: nothing happens to them.
        Assert.Empty(await store.Rollups.RepairAsync(new DateOnly(2022, 3, 1), RollupBuilder.EndOfDays, Token));
        Assert.Equal(days, await store.Rollups.RepairAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, Token));
        Assert.Empty(await store.Rollups.CompareAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, Token));
        await RollupReading.AssertTrueAsync(store);
    }

    [Fact]
    public async Task Rebuilding_changes_the_days_asked_for_and_leaves_what_has_no_source_any_more()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var source = await store.Ledger.RegisterAsync(Numbered.Source("whole"), Token);
        await store.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Results(0, 600, 1009), Token);
        const string Days = "SELECT day, sum(probes) FROM {db}.target_rollup_daily GROUP BY day ORDER BY day";
        var whole = await store.TextAsync(Days);

        // Retention takes January, and somebody has spoiled the roll-up.
        await store.TextAsync("ALTER TABLE {db}.probe_results DROP PARTITION 202201");
        await store.TextAsync("INSERT INTO {db}.target_rollup_daily (target, vantage, day, probes) VALUES ('t0', 'v0', '2022-02-02', 7), ('t0', 'v0', '2022-02-03', 7)");
        await store.Rollups.RebuildAsync(new DateOnly(2022, 1, 1), new DateOnly(2022, 2, 3), Token);
        Assert.Equal([new DateOnly(2022, 2, 3)], (await store.Rollups.CompareAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, Token)).Select(day => day.Day));
        await store.Rollups.RebuildAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, Token);
        Assert.Equal(whole, await store.TextAsync(Days));
        Assert.Equal("0", await store.TextAsync("SELECT count() FROM system.tables WHERE database = '{db}' AND name LIKE '%rebuilt%'"));
    }

    [Fact]
    public async Task Availability_counts_the_probes_that_say_something_and_no_minute_twice()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var source = await store.Ledger.RegisterAsync(Numbered.Source("availability"), Token);
        await store.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Results(0, 600, 97), Token);

        // The first run saw the first half of the hour and of the next; the second all of it, twice (as two runs of the same); the third what came after.
        await NoteRunAsync(store, "r1", 1);
        await NoteRunAsync(store, "r2", 2);
        await NoteRunAsync(store, "r3", 3);
        await store.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Bins("r1", 0, 450), Token);
        await store.WriteAsync(source, new OffsetRange(1, 2), NumberedProbes.Bins("r2", 0, 600), Token);
        await store.WriteAsync(source, new OffsetRange(2, 3), NumberedProbes.Bins("r3", 0, 600), Token);
        await store.WriteAsync(source, new OffsetRange(3, 4), NumberedProbes.Bins("r1", 600, 700), Token);

        Assert.Equal(
            "2022-01-30 00:00:00\t60\t['r3']\n2022-01-30 01:00:00\t60\t['r3']\n2022-01-30 02:00:00\t20\t['r1']",
            await store.TextAsync(
                """
                SELECT hour, up_minutes + degraded_minutes + failing_minutes + down_minutes + unknown_minutes + maintenance_minutes, run_ids
                FROM {db}.v_target_verdicts_hourly WHERE target = 't0' ORDER BY hour
                """));
        const string Columns = "availability, downtime_minutes, up_minutes, degraded_minutes, failing_minutes, down_minutes, unknown_minutes, maintenance_minutes, probes";
        Assert.Equal(
            await store.TextAsync(
                """
                SELECT countIf(class = 'service') / countIf(class != 'not_the_targets'), b.2 + b.3, b.6, b.1, b.2, b.3, b.4, b.5, count()
                FROM {db}.probe_results,
                  (SELECT (countIf(verdict = 'degraded' AND NOT in_maintenance), countIf(verdict = 'failing' AND NOT in_maintenance), countIf(verdict = 'down' AND NOT in_maintenance),
                    countIf(verdict = 'unknown' AND NOT in_maintenance), countIf(in_maintenance), countIf(verdict = 'up' AND NOT in_maintenance)) AS b
                  FROM {db}.target_bins WHERE target = 't1' AND run_id = 'r3') AS counted
                WHERE target = 't1' GROUP BY b
                """),
            await store.TextAsync($"SELECT {Columns} FROM {{db}}.v_target_availability_daily WHERE target = 't1'"));
        Assert.Equal(
            await store.TextAsync($"SELECT kind, {Columns}, rtt_median_ms FROM {{db}}.v_target_availability_daily WHERE target = 't1' AND day = '2022-01-30'"),
            await store.TextAsync($"SELECT kind, {Columns}, rtt_median_ms FROM {{db}}.v_target_trends_monthly WHERE target = 't1' AND month = '2022-01-01'"));

        // An hour without any probe.
        await store.WriteAsync(source, new OffsetRange(4, 5), NumberedProbes.Bins("r1", 6000, 6005), Token);
        Assert.Equal("\\N\t\\N\t0\t\\N\t1", await store.TextAsync(
            "SELECT kind, availability, probes, rtt_median_ms, unknown_minutes + degraded_minutes + up_minutes + downtime_minutes + maintenance_minutes FROM {db}.v_target_availability_hourly WHERE target = 't0' AND hour = '2022-01-30 20:00:00'"));
    }

    [Fact]
    public async Task Visibility_by_day_weighs_bins_by_their_length_and_leaves_out_what_is_unknown()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var run = await store.Ledger.RegisterAsync(Numbered.Source("run") with { Kind = SourceKind.Run }, Token);
        using var bins = new AsnBinBlock { RunId = "r1" };
        var row = new AsnBinRow
        {
            BinStart = 1_643_500_800, BinSeconds = 300, Bins = 9, Asn = 131279, Family = AddressFamily.IPv4, Basis = StoredBasis.Learned, State = StoredBinState.Normal, Visibility = 1, SpaceBlocks = 4,
        };
        bins.Append(row);
        bins.Append(row with { BinStart = row.BinStart + 2700, Bins = 3, State = StoredBinState.Critical, Visibility = 0.25f, OriginChanged = 0.5f });
        bins.Append(row with { BinStart = row.BinStart + 3600, Bins = 2, State = StoredBinState.Unknown, Visibility = 0 });
        await store.WriteAsync(run, new OffsetRange(0, 1), bins, Token);

        Assert.Equal(
            "131279\tipv4\t2022-01-30\t0.8125\t0.25\t60\t10\t0\t0\t15\t0.5\t4\t['r1']",
            await store.TextAsync("SELECT * FROM {db}.v_asn_visibility_daily"));
        Assert.Empty(await store.Rollups.CompareAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, Token));

        // As in a database that had bins before it had the roll-up.
        await store.TextAsync("TRUNCATE TABLE {db}.asn_rollup_daily");
        Assert.Equal(14, Assert.Single(await store.Rollups.RepairAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, Token)).InSource);
        await RollupReading.AssertTrueAsync(store);
    }

    static Task NoteRunAsync(StreamWatchStore store, string id, int minute) => store.Runs.StartAsync(
        new RunRecord { RunId = id, Command = "test", Version = "1", StartedAt = new DateTimeOffset(2022, 3, 1, 0, minute, 0, TimeSpan.Zero) }, Token);
}
