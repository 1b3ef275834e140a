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
