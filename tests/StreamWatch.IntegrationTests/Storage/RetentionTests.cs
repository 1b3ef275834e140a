using StreamWatch.Storage;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Retentions;
using StreamWatch.Storage.Rollups;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class RetentionTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Expired_rows_go_and_what_sums_them_up_stays_also_when_roll_ups_are_made_true()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        await FillAsync(store);
        Assert.All(await store.Retention.ReadAsync(Token), table => Assert.Null(table.Days));
        const string Sums = "SELECT sum(probes), min(first_at), max(last_at) FROM {db}.target_rollup_daily";
        var sums = await store.TextAsync(Sums);

        // Ten days are older than ten years, and a row has just come.
        var changed = await store.Retention.ApplyAsync(RetentionPolicy.Read(["probe_results=1y", "bgp_elems=forever", "target_bins=forever"], []), Token);
        Assert.Equal(["peer_states", "rejected_records", "probe_results", "heartbeats", "asn_bins"], changed.Select(table => table.Name));
        await store.TextAsync("ALTER TABLE {db}.probe_results MATERIALIZE TTL SETTINGS mutations_sync = 2");
        await store.TextAsync("OPTIMIZE TABLE {db}.probe_results FINAL");
        await store.TextAsync("OPTIMIZE TABLE {db}.rejected_records FINAL");
        Assert.Equal("1", await store.TextAsync("SELECT count() FROM {db}.probe_results"));
        Assert.Equal("100", await store.TextAsync("SELECT count() FROM {db}.bgp_elems"));
        Assert.Equal("kept", await store.TextAsync("SELECT reason FROM {db}.rejected_records"));

        Assert.Equal(sums, await store.TextAsync(Sums));
        Assert.Empty(await store.Rollups.RepairAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, Token));
        await store.Rollups.RebuildAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, Token);
        Assert.Equal(sums, await store.TextAsync(Sums));
    }

    [Fact]
    public async Task A_day_of_which_a_part_has_gone_keeps_its_sums()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        await FillAsync(store);
        var sums = await store.TextAsync("SELECT sum(probes) FROM {db}.target_rollup_hourly");
        await store.TextAsync("ALTER TABLE {db}.probe_results DELETE WHERE target = 't1' SETTINGS mutations_sync = 2");
        Assert.NotEmpty(await store.Rollups.CompareAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, Token));
        await store.TextAsync("ALTER TABLE {db}.probe_results MODIFY TTL toDate(started_at, 'UTC') + toIntervalDay(90) SETTINGS materialize_ttl_after_modify = 0");
        Assert.NotEqual("0", await store.TextAsync("SELECT count() FROM {db}.probe_results WHERE target = 't2'"));
        Assert.Empty(await store.Rollups.RepairAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, Token));
        Assert.Equal(sums, await store.TextAsync("SELECT sum(probes) FROM {db}.target_rollup_hourly"));
    }

    [Fact]
    public async Task Done_twice_it_changes_nothing_and_for_ever_takes_it_away_again()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var policy = RetentionPolicy.Read(["asn_rollup_daily=20y"], []);
        Assert.Equal(8, (await store.Retention.ApplyAsync(policy, Token)).Count);
        Assert.Empty(await store.Retention.ApplyAsync(policy, Token));
        foreach (var table in await store.Retention.ReadAsync(Token))
        {
            Assert.Equal(policy.DaysOf(table.Table), table.Days);
        }

        var forever = RetentionPolicy.Read(RetainedTable.All.Select(table => $"{table}=forever"), []);
        Assert.Equal(8, (await store.Retention.ApplyAsync(forever, Token)).Count);
        Assert.All(await store.Retention.ReadAsync(Token), table => Assert.Null(table.Days));

        await store.TextAsync("ALTER TABLE {db}.heartbeats MODIFY TTL toDateTime(heartbeat_at) + INTERVAL 5 MINUTE");
        var refused = await Assert.ThrowsAsync<StorageException>(() => store.Retention.ApplyAsync(policy, Token));
        Assert.Contains("set by hand", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_deletes_nothing_that_is_stored_unless_it_is_told_to()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using (var store = await place.OpenAsync())
        {
            await FillAsync(store);
        }

        var (code, output, error) = await Program.RunAsync("retention", "apply", "--data", place.Directory);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("100 of bgp_elems, the oldest of 2008-02-20", error, StringComparison.Ordinal);
        Assert.Contains("--expire-stored", error, StringComparison.Ordinal);
        (code, output, _) = await Program.RunAsync("retention", "show", "--data", place.Directory, "--json");
        Assert.Equal(0, code);
        Assert.Contains("""{"table":"bgp_elems","days":null,"rows":100,"oldest":"2008-02-20","expired":0}""", output, StringComparison.Ordinal);

        (code, output, error) = await Program.RunAsync("retention", "apply", "--data", place.Directory, "--retain", "bgp_elems=forever", "--expire-stored");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"probe_results +90d", output);
        Assert.Contains("Changed: peer_states", output, StringComparison.Ordinal);
        (code, output, _) = await Program.RunAsync("retention", "apply", "--data", place.Directory, "--retain", "bgp_elems=forever");
        Assert.Equal(0, code);
        Assert.Contains("Nothing to change.", output, StringComparison.Ordinal);
        Assert.Equal(2, (await Program.RunAsync("retention", "apply", "--data", place.Directory, "--retain", "outages=1y")).Code);
    }

    /// <summary>Old elems, old probe results and bins, one of now, and rejected records with and without a time.</summary>
    static async Task FillAsync(StreamWatchStore store)
    {
        var source = await store.Ledger.RegisterAsync(Numbered.Source("old"), Token);
        await store.WriteAsync(source, new OffsetRange(0, 1), Numbered.Elems(0, 100), Token);
        await store.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Results(0, 300, 1009), Token);
        await store.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Bins("r", 0, 100), Token);
        await store.TextAsync("INSERT INTO {db}.probe_results (vantage, target, kind, protocol, outcome, started_at) SELECT 'v', 't', 'web', 'http', 'ok', now64(9)");
        await store.TextAsync("INSERT INTO {db}.rejected_records (reason, received_at) SELECT 'gone', toDateTime64('2008-02-20 00:00:00', 6)");
        await store.TextAsync("INSERT INTO {db}.rejected_records (reason, received_at) SELECT 'kept', NULL");
    }
}
