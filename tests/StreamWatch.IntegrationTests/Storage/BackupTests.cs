using System.Globalization;
using StreamWatch.Storage;
using StreamWatch.Storage.Backups;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Migrations;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class BackupTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("backup")]
    [InlineData("backup.tar")]
    public async Task What_comes_back_elsewhere_is_what_was_there_and_the_same_files_are_stored_once(string name)
    {
        await using var place = TestStore.New(needsEngine: true);
        await using var other = TestStore.New(needsEngine: true);
        var before = await FillAsync(place);
        var backup = Path.Combine(place.Directory, name);
        var (code, output, error) = await Program.RunAsync("backup", "--data", place.Directory, "--to", backup);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(" rows of 24 tables, schema ", output, StringComparison.Ordinal);
        (code, output, error) = await Program.RunAsync("restore", "--data", other.Directory, "--from", backup);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("sums by hour and day equal their rows", output, StringComparison.Ordinal);

        await using var store = await other.OpenAsync();
        Assert.Equal(before, await RowsAsync(store));
        await RollupReading.AssertTrueAsync(store);
        var source = await store.Ledger.RegisterAsync(Numbered.Source("kept"), Token);
        Assert.False(await store.WriteAsync(source, new OffsetRange(0, 1), Numbered.Elems(0, 100), Token));
        Assert.True(await store.WriteAsync(source, new OffsetRange(1, 2), Numbered.Elems(100, 150), Token));
        Assert.Equal("150", await store.TextAsync("SELECT count() FROM {db}.bgp_elems"));
    }

    [Fact]
    public async Task A_store_that_holds_rows_and_a_place_that_holds_something_else_are_left_alone()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using var other = TestStore.New(needsEngine: true);
        var before = await FillAsync(place);
        var backup = Path.Combine(place.Directory, "backup");
        Assert.Equal(0, (await Program.RunAsync("backup", "--data", place.Directory, "--to", backup)).Code);
        var (code, _, error) = await Program.RunAsync("restore", "--data", place.Directory, "--from", backup);
        Assert.Equal(1, code);
        Assert.Contains("is not empty", error, StringComparison.Ordinal);
        Assert.Contains("bgp_elems 100", error, StringComparison.Ordinal);
        await using (var store = await place.OpenAsync())
        {
            Assert.Equal(before, await RowsAsync(store));
        }

        var mine = Path.Combine(place.Directory, "mine");
        Directory.CreateDirectory(mine);
        await File.WriteAllTextAsync(Path.Combine(mine, "letter.txt"), "dear", Token);
        (code, _, error) = await Program.RunAsync("backup", "--data", place.Directory, "--to", mine);
        Assert.Equal(1, code);
        Assert.Contains("is no backup of StreamWatch", error, StringComparison.Ordinal);
        Assert.Equal("dear", await File.ReadAllTextAsync(Path.Combine(mine, "letter.txt"), Token));
        (code, _, error) = await Program.RunAsync("restore", "--data", other.Directory, "--from", mine);
        Assert.Equal(1, code);
        Assert.Contains("is no backup of StreamWatch", error, StringComparison.Ordinal);
        Assert.Equal(2, (await Program.RunAsync("backup", "--data", place.Directory)).Code);
        Assert.Equal(2, (await Program.RunAsync("backup", "--data", place.Directory, "--to", mine, "--server-to", "Disk('a', 'b')")).Code);
        Assert.Equal(2, (await Program.RunAsync("restore", "--data", place.Directory)).Code);
    }

    [Fact]
    public async Task What_is_not_what_the_manifest_says_is_refused_and_taken_away()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using var other = TestStore.New(needsEngine: true);
        await FillAsync(place);
        var backup = Path.Combine(place.Directory, "backup");
        Assert.Equal(0, (await Program.RunAsync("backup", "--data", place.Directory, "--to", backup)).Code);
        await ChangeAsync(backup, "\"name\": \"bgp_elems\",\n      \"least_rows\": 100,\n      \"most_rows\": 100", "\"name\": \"bgp_elems\",\n      \"least_rows\": 101,\n      \"most_rows\": 101");
        var (code, _, error) = await Program.RunAsync("restore", "--data", other.Directory, "--from", backup);
        Assert.Equal(1, code);
        Assert.Contains("bgp_elems has 100 rows instead of 101", error, StringComparison.Ordinal);
        await using (var store = await other.OpenAsync())
        {
            Assert.Equal("0", await store.TextAsync("SELECT count() FROM {db}.bgp_elems"));
        }

        var newest = MigrationCatalogue.All[^1].Name;
        await ChangeAsync(backup, newest, newest.Replace(".sql", "_of_tomorrow.sql", StringComparison.Ordinal));
        (code, _, error) = await Program.RunAsync("restore", "--data", other.Directory, "--from", backup);
        Assert.Equal(1, code);
        Assert.Contains("use a newer version", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_store_that_was_written_to_what_the_ledger_does_not_know_is_taken_away_again()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using var other = TestStore.New(needsEngine: true);
        await FillAsync(place);
        await using (var store = await place.OpenAsync())
        {
            // As where a block came between the backup of the ledger and that of the tables.
            await store.TextAsync("INSERT INTO {db}.probe_results (vantage, target, kind, protocol, outcome, started_at, source_id, block) SELECT 'v', 't', 'web', 'http', 'ok', '2022-01-30 00:00:00', 7, 7");
        }

        var backup = Path.Combine(place.Directory, "backup");
        Assert.Equal(0, (await Program.RunAsync("backup", "--data", place.Directory, "--to", backup)).Code);
        await ChangeAsync(backup, "\"least_rows\": 301", "\"least_rows\": 300");
        var (code, output, error) = await Program.RunAsync("restore", "--data", other.Directory, "--from", backup, "--json");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("\"taken_away\":1", output, StringComparison.Ordinal);
        await using var restored = await other.OpenAsync();
        Assert.Equal("300", await restored.TextAsync("SELECT count() FROM {db}.probe_results"));
        await RollupReading.AssertTrueAsync(restored);
    }

    [Fact]
    public async Task Killing_a_backup_leaves_the_older_one_whole()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using var other = TestStore.New(needsEngine: true);
        var before = await FillAsync(place);
        var backup = Path.Combine(place.Directory, "backup");
        Assert.Equal(0, (await Program.RunAsync("backup", "--data", place.Directory, "--to", backup)).Code);
        var random = new Random(11);
        var killed = 0;
        for (var turn = 0; turn < 6; turn++)
        {
            using var process = Program.Start("backup", "--data", place.Directory, "--to", backup);
            using var moment = new CancellationTokenSource(random.Next(300, 1500));
            try
            {
                await process.WaitForExitAsync(moment.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(Token);
                killed++;
            }

            Assert.True(File.Exists(Path.Combine(backup, BackupManifest.FileName)));
            Assert.True(Directory.Exists(Path.Combine(backup, "tables")));
        }

        Assert.NotEqual(0, killed);
        var (code, _, error) = await Program.RunAsync("restore", "--data", other.Directory, "--from", backup);
        Assert.Equal((0, ""), (code, error));
        await using var store = await other.OpenAsync();
        Assert.Equal(before, await RowsAsync(store));
    }

    [Fact]
    public async Task A_restore_that_was_cut_short_is_taken_for_nothing_else()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using var other = TestStore.New(needsEngine: true);
        var before = await FillAsync(place);
        var backup = Path.Combine(place.Directory, "backup");
        Assert.Equal(0, (await Program.RunAsync("backup", "--data", place.Directory, "--to", backup)).Code);
        await FillAsync(other);
        await File.WriteAllTextAsync(Path.Combine(other.Directory, "engine", "restoring"), "", Token);
        var (code, _, error) = await Program.RunAsync("sql", "SELECT 1", "--data", other.Directory);
        Assert.Equal(1, code);
        Assert.Contains("cut short", error, StringComparison.Ordinal);
        Assert.Equal(0, (await Program.RunAsync("restore", "--data", other.Directory, "--from", backup)).Code);
        await using var store = await other.OpenAsync();
        Assert.Equal(before, await RowsAsync(store));
    }

    static async Task<string> FillAsync(TestStore place)
    {
        await using var store = await place.OpenAsync();
        var source = await store.Ledger.RegisterAsync(Numbered.Source("kept"), Token);
        await store.WriteAsync(source, new OffsetRange(0, 1), Numbered.Elems(0, 100), Token);
        await store.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Results(0, 300, 1009), Token);
        await store.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Bins("r", 0, 100), Token);
        await store.TextAsync("INSERT INTO {db}.outages (id, revision, entity_type, basis, severity, state, onset_at) VALUES ('asn-1', 1, 'asn', 'rib', 'critical', 'open', '2008-02-20 09:00:00')");
        await store.TextAsync("INSERT INTO {db}.outages (id, revision, entity_type, basis, severity, state, onset_at) VALUES ('asn-1', 2, 'asn', 'rib', 'critical', 'recovered', '2008-02-20 09:00:00')");
        return await RowsAsync(store);
    }

    /// <summary>A hash of every table but the roll-ups, which are held against their rows.</summary>
    static async Task<string> RowsAsync(StreamWatchStore store)
    {
        var text = "";
        foreach (var table in (await store.TextAsync("SELECT name, engine FROM system.tables WHERE database = '{db}' AND engine LIKE '%MergeTree' AND name NOT LIKE '%rollup%' ORDER BY name")).Split('\n'))
        {
            var parts = table.Split('\t');
            var final = parts[1] == "MergeTree" ? "" : "FINAL";
            text += await store.TextAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT '{parts[0]}', count(), sum(cityHash64(*)) FROM {{db}}.{parts[0]} {final}")) + "\n";
        }

        return text;
    }

    static async Task ChangeAsync(string backup, string from, string to)
    {
        var file = Path.Combine(backup, BackupManifest.FileName);
        var text = await File.ReadAllTextAsync(file, Token);
        Assert.Contains(from, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace(from, to, StringComparison.Ordinal), Token);
    }
}
