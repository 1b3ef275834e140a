using System.Globalization;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Migrations;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class ClusterSchemaTests
{
    [Fact]
    public async Task Every_statement_for_a_cluster_is_understood_by_the_engine_and_says_what_it_is_meant_to()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        foreach (var sql in MigrationCatalogue.All.SelectMany(step => step.Statements))
        {
            var plain = await FormattedAsync(store, sql);
            var clustered = await FormattedAsync(store, ClusterStatement.Of(sql, "main"));
            Assert.Contains(" ON CLUSTER main", clustered, StringComparison.Ordinal);

            // Nothing else is different once what is meant to be is taken back.
            Assert.Equal(
                plain,
                clustered.Replace(" ON CLUSTER main", "", StringComparison.Ordinal).Replace("ENGINE = Replicated", "ENGINE = ", StringComparison.Ordinal)
                    .Replace("replicated_deduplication_window = 1000, replicated_deduplication_window_seconds = 604800", "non_replicated_deduplication_window = 1000", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_schema_of_one_server_is_refused_as_a_cluster()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var asked = new Migrator(store.ClickHouse, store.Database, MigrationCatalogue.All, TimeProvider.System, "main");
        var refused = await Assert.ThrowsAsync<StorageException>(() => asked.ApplyAsync(TestContext.Current.CancellationToken));
        Assert.Contains("made for one server, not for the cluster main", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codes_that_are_tried_again_have_the_names_that_the_engine_gives_them()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        foreach (var code in Enum.GetValues<ClickHouseErrorCode>())
        {
            var name = await store.TextAsync($"SELECT errorCodeToName({((int)code).ToString(CultureInfo.InvariantCulture)})");
            Assert.Equal(code.ToString(), name.Replace("_", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase);
        }
    }

    static async Task<string> FormattedAsync(StreamWatchStore store, string sql)
    {
        var query = new Statement("test", "SELECT formatQuery({sql:String})").With("sql", sql);
        await using var answer = await store.ClickHouse.OpenAsync(query, "TSVRaw", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(answer);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
