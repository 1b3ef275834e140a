using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class SqlCommandTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sql_reads_from_a_directory_at_rest_and_from_one_that_is_served()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using (var store = await place.OpenAsync())
        {
            var source = await store.Ledger.RegisterAsync(Numbered.Source("sql"), Token);
            await store.WriteAsync(source, new(0, 1), Numbered.Elems(0, 5), Token);
        }

        string[] query = ["sql", "SELECT count() AS n FROM bgp_elems WHERE as_path = {path:String}", "--param", "path=65001 3", "--data", place.Directory];
        Assert.Equal((0, "n\n1\n", ""), await Program.RunAsync(query));
        Assert.Equal((0, "{\"n\":1}\n", ""), await Program.RunAsync([.. query, "--format", "JSONEachRow"]));

        using var serve = Program.Start("serve", "--data", place.Directory);
        try
        {
            Assert.StartsWith("url ", await serve.StandardOutput.ReadLineAsync(Token), StringComparison.Ordinal);
            Assert.Equal((0, "n\n1\n", ""), await Program.RunAsync(query));
            var (code, output, error) = await Program.RunAsync("serve", "--data", place.Directory);
            Assert.Equal((1, ""), (code, output));
            Assert.Matches($@"^streamwatch: .* is in use by process {serve.Id} \(streamwatch serve\) since .* UTC\n$", error);
        }
        finally
        {
            serve.Kill();
        }
    }

    [Fact]
    public async Task An_answer_without_end_is_given_out_while_the_query_runs_and_ends_with_its_reader()
    {
        await using var place = TestStore.New(needsEngine: true);
        await (await place.OpenAsync()).DisposeAsync();
        using var endless = Program.Start("sql", "SELECT number FROM system.numbers", "--data", place.Directory);
        Assert.Equal("number", await endless.StandardOutput.ReadLineAsync(Token));
        Assert.Equal("0", await endless.StandardOutput.ReadLineAsync(Token));
        endless.StandardOutput.Close();
        await endless.WaitForExitAsync(Token);
        Assert.Equal((0, ""), (endless.ExitCode, await endless.StandardError.ReadToEndAsync(Token)));
    }

    [Fact]
    public async Task A_query_that_fails_in_the_middle_gives_what_came_before_and_says_so()
    {
        await using var place = TestStore.New(needsEngine: true);
        await (await place.OpenAsync()).DisposeAsync();
        var (code, output, error) = await Program.RunAsync(
            "sql", "SELECT throwIf(number = 3000000, 'boom') FROM numbers(10000000)", "--data", place.Directory, "--format", "TSV");
        Assert.Equal(1, code);
        Assert.InRange(output.Length, 1, 6_000_000);
        Assert.All(output.Split('\n'), line => Assert.True(line is "0" or ""));
        Assert.Contains("boom", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sql_says_what_is_wrong_and_writes_nothing()
    {
        await using var place = TestStore.New(needsEngine: true);
        Assert.Equal(2, (await Program.RunAsync("sql", "SELECT 1")).Code);
        var (code, output, error) = await Program.RunAsync("sql", "SELECT 1", "--data", place.Directory);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("holds no StreamWatch data", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.Directory));

        await (await place.OpenAsync()).DisposeAsync();
        (code, output, error) = await Program.RunAsync("sql", "SELECT nonsense FROM bgp_elems", "--data", place.Directory);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("nonsense", error, StringComparison.Ordinal);
        Assert.Equal(1, (await Program.RunAsync("sql", "DROP TABLE bgp_elems", "--data", place.Directory)).Code);
    }
}
