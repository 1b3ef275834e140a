using StreamWatch.Storage;
using StreamWatch.Storage.Migrations;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class MigrationTests
{
    [Fact]
    public async Task Migrating_twice_changes_nothing_and_a_changed_history_is_refused()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var all = MigrationCatalogue.All;
        Assert.Equal(all.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), await store.TextAsync("SELECT count() FROM {db}.schema_migrations"));

        Assert.Empty(await ApplyAsync(store, all));
        Assert.Equal(["9001_later.sql"], await ApplyAsync(store, [.. all, new Migration("9001_later.sql", "SELECT 1; SELECT ';' -- no; \n")]));

        var newer = await Assert.ThrowsAsync<StorageException>(() => ApplyAsync(store, all));
        Assert.Contains("9001_later.sql", newer.Message, StringComparison.Ordinal);

        var later = new Migration("9001_later.sql", "SELECT 1; SELECT ';' -- no; \n");
        var changed = await Assert.ThrowsAsync<StorageException>(() => ApplyAsync(store, [.. all.Skip(1), all[0] with { Sql = "SELECT 2" }, later]));
        Assert.Contains(all[0].Name, changed.Message, StringComparison.Ordinal);
        Assert.Contains("changed", changed.Message, StringComparison.Ordinal);

        var between = await Assert.ThrowsAsync<StorageException>(() => ApplyAsync(store, [.. all, new Migration("9000_between.sql", "SELECT 1"), later]));
        Assert.Contains("higher number", between.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_from_before_the_probes_keeps_its_outages_and_gets_the_roll_ups_of_its_bins()
    {
        await using var place = TestStore.New();
        await using (var store = await place.OpenAsync())
        {
            await store.TextAsync("DROP DATABASE {db} SYNC");
            await ApplyAsync(store, [.. MigrationCatalogue.All.TakeWhile(step => !step.Name.StartsWith("0005", StringComparison.Ordinal))]);
            await store.TextAsync(
                "INSERT INTO {db}.outages (id, revision, entity_type, basis, severity, state, onset_at) VALUES ('asn-1', 1, 'asn', 'learned', 'critical', 'open', '2008-02-20 09:00:00')");
            await store.TextAsync(
                "INSERT INTO {db}.asn_bins (bin_start, bin_seconds, bins, asn, family, basis, state, visibility) VALUES ('2008-02-20 09:00:00', 300, 12, 1, 'ipv4', 'learned', 'normal', 1)");
        }

        await using (var store = await place.OpenAsync())
        {
            Assert.Equal("asn-1\tlearned\t0\t\\N\t[]\t[]", await store.TextAsync("SELECT id, basis, units, chance, recovery_order, similar_to FROM {db}.v_outages"));
            Assert.Equal("2008-02-20\t1\t60", await store.TextAsync("SELECT day, mean_visibility, known_minutes FROM {db}.v_asn_visibility_daily"));
        }
    }

    [Fact]
    public async Task Every_column_says_what_it_is()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();

        Assert.Equal("", await store.TextAsync("SELECT table, name FROM system.columns WHERE database = '{db}' AND comment = ''"));
        Assert.NotEqual("0", await store.TextAsync("SELECT count() FROM system.columns WHERE database = '{db}'"));
    }

    static Task<IReadOnlyList<string>> ApplyAsync(StreamWatchStore store, IReadOnlyList<Migration> steps) =>
        new Migrator(store.ClickHouse, store.Database, steps, TimeProvider.System).ApplyAsync(TestContext.Current.CancellationToken);
}
