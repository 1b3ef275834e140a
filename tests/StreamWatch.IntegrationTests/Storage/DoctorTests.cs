using StreamWatch.App.Doctor;
using StreamWatch.Storage.Migrations;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class DoctorTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_well_for_a_user_who_may_write_and_faulty_for_others_and_for_a_cluster_that_it_lacks()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using var store = await place.OpenAsync();
        var connection = store.Engine!.Connection;
        var database = store.Database;

        var well = await new ClickHouseCheck(connection.ForProgram(), database, TimeProvider.System).LookAsync(Token);
        Assert.DoesNotContain(well, finding => finding.Level == DoctorLevel.Fault);
        Assert.Contains(well, finding => finding.Text.Contains("may write to streamwatch", StringComparison.Ordinal));
        Assert.Contains(well, finding => finding.Text.Contains(MigrationCatalogue.All[^1].Name, StringComparison.Ordinal));

        Assert.Contains("may only read", await FaultAsync(new ClickHouseCheck(connection.ForReader(database), database, TimeProvider.System)), StringComparison.Ordinal);
        Assert.Contains("not let in", await FaultAsync(new ClickHouseCheck(connection.ForProgram() with { Password = "wrong" }, database, TimeProvider.System)), StringComparison.Ordinal);
        var elsewhere = await FaultAsync(new ClickHouseCheck(connection.ForProgram(), "elsewhere", TimeProvider.System));
        Assert.Contains("lacks SELECT, INSERT, ALTER", elsewhere, StringComparison.Ordinal);
        Assert.Contains("GRANT SELECT, INSERT", elsewhere, StringComparison.Ordinal);

        var clustered = await FaultAsync(new ClickHouseCheck(connection.ForProgram() with { Cluster = "main" }, database, TimeProvider.System));
        Assert.Contains("knows no cluster main", clustered, StringComparison.Ordinal);
        Assert.Contains("no macro {replica}", clustered, StringComparison.Ordinal);
        Assert.Contains("made for one server", clustered, StringComparison.Ordinal);
        Assert.Contains("Keeper does not answer", clustered, StringComparison.Ordinal);

        await store.TextAsync("INSERT INTO {db}.schema_migrations (name, sha256) SELECT '9999_of_tomorrow.sql', 'x'");
        Assert.Contains("does not know", await FaultAsync(new ClickHouseCheck(connection.ForProgram(), database, TimeProvider.System)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_looks_beside_whoever_uses_the_directory_and_says_wrong_use()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using (await place.OpenAsync())
        {
            var (code, output, error) = await Program.RunAsync("doctor", "--data", place.Directory);
            Assert.Equal("", error);
            Assert.Contains("data directory: " + place.Directory + " is in use by process", output, StringComparison.Ordinal);
            Assert.Equal(output.Contains("\nfault", StringComparison.Ordinal) ? 1 : 0, code);
        }

        Assert.Equal(1, (await Program.RunAsync("doctor", "--clickhouse", "http://127.0.0.1:1", "--json")).Code);
        Assert.Equal(2, (await Program.RunAsync("doctor", "--clickhouse", "nonsense")).Code);
        Assert.Equal(2, (await Program.RunAsync("doctor", "--data", place.Directory, "--clickhouse", "http://127.0.0.1:1")).Code);
    }

    static async Task<string> FaultAsync(ClickHouseCheck check)
    {
        var found = await check.LookAsync(Token);
        return string.Join('\n', found.Where(finding => finding.Level == DoctorLevel.Fault).Select(finding => $"{finding.Text}: {finding.Advice}"));
    }
}
