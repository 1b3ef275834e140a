using System.Globalization;
using StreamWatch.IntegrationTests.Replay;
using Xunit;

namespace StreamWatch.IntegrationTests.Running;

/// <summary>A live watch whose ClickHouse server goes away and comes back.</summary>
public sealed class AwayTests
{
    [Fact]
    [Trait("Tier", "long")]
    public async Task While_ClickHouse_is_away_what_is_measured_waits_and_is_stored_once_when_it_is_back()
    {
        using var place = ReplayPlace.New();
        using var servers = new WatchedServers(3);
        var watch = place.At("watch.json");
        await File.WriteAllTextAsync(watch, servers.WatchFile("v1"), TestContext.Current.CancellationToken);
        using var serve = Storage.Program.Start("serve", "--data", place.At("server"));
        try
        {
            var words = new Dictionary<string, string>();
            while (words.Count < 5)
            {
                var parts = (await serve.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!.Split(' ', 2, StringSplitOptions.TrimEntries);
                words[parts[0]] = parts[1];
            }

            using var cable = new CutCable(new Uri(words["url"]).Port);
            var server = new Dictionary<string, string>
            {
                ["STREAMWATCH_CLICKHOUSE_USER"] = words["user"],
                ["STREAMWATCH_CLICKHOUSE_PASSWORD"] = words["password"],
            };
            string[] more = ["--clickhouse", $"http://127.0.0.1:{cable.Port.ToString(CultureInfo.InvariantCulture)}", "--journal", place.At("journal"), "--store-every", "1s"];
            await using (var run = LiveWatch.Start(watch, server, more))
            {
                await run.UntilProbingAsync();
                await run.UntilAsync("something stored", async () => await CountAsync(place) > 0);
                cable.Cut();
                await run.UntilAsync("that it is away", () => run.Errors.Contains("ClickHouse is away", StringComparison.Ordinal));
                await run.UntilAsync("results in the journal", () => JournalLines.Read(place.At("")).Results.Count > 20);
                var waiting = JournalLines.Read(place.At("")).Results;
                cable.Join();
                await run.UntilAsync("that it is back", () => run.Errors.Contains("ClickHouse takes what it is given again", StringComparison.Ordinal));
                Assert.Equal(0, await run.InterruptAsync());
                var stored = await StoredAsync(place);
                Assert.Equal(stored.Count, stored.Distinct().Count());
                Assert.Empty(waiting.Except(stored));
            }

            // Stopped while it is away: what was measured waits in the journal, which is said, and the next start stores it.
            await using (var run = LiveWatch.Start(watch, server, more))
            {
                await run.UntilProbingAsync();
                cable.Cut();
                await run.UntilAsync("results in the journal", () => JournalLines.Read(place.At("")).Results.Count > 5);
                Assert.Equal(1, await run.InterruptAsync());
                Assert.Contains("the next start stores them", run.Errors, StringComparison.Ordinal);
            }

            var left = JournalLines.Read(place.At("")).Results;
            Assert.NotEmpty(left);
            cable.Join();
            await using (var run = LiveWatch.Start(watch, server, more))
            {
                await run.UntilProbingAsync();
                Assert.Equal(0, await run.InterruptAsync());
            }

            var all = await StoredAsync(place);
            Assert.Equal(all.Count, all.Distinct().Count());
            Assert.Empty(left.Except(all));
            Assert.Equal("", await place.SqlAsync("server", "SELECT target, bin_start FROM target_bins GROUP BY target, bin_start HAVING count() > 1"));
        }
        finally
        {
            serve.Kill();
            await serve.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_server_that_is_away_at_the_start_is_named()
    {
        using var place = ReplayPlace.New();
        using var servers = new WatchedServers(3);
        var watch = place.At("watch.json");
        await File.WriteAllTextAsync(watch, servers.WatchFile("v1"), TestContext.Current.CancellationToken);
        var (code, output, error) = await Storage.Program.RunAsync("run", "--watch", watch, "--clickhouse", "http://127.0.0.1:1", "--journal", place.At("journal"));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("127.0.0.1:1", error, StringComparison.Ordinal);
    }

    static async Task<int> CountAsync(ReplayPlace place) => int.Parse(await place.SqlAsync("server", "SELECT count() FROM probe_results"), CultureInfo.InvariantCulture);

    static async Task<IReadOnlyList<string>> StoredAsync(ReplayPlace place) =>
        (await place.SqlAsync("server", "SELECT vantage, target, toUnixTimestamp64Nano(started_at) FROM probe_results")).Split('\n');
}
