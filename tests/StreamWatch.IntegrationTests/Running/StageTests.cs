using System.Text.Json;
using System.Text.RegularExpressions;
using StreamWatch.IntegrationTests.Replay;
using Xunit;

namespace StreamWatch.IntegrationTests.Running;

/// <summary>A live watch as its surroundings see it: set by environment alone, and asked for its health.</summary>
public sealed partial class StageTests
{
    [Fact]
    public async Task A_watch_that_is_set_by_environment_probes_and_tells_that_it_lives_and_is_ready()
    {
        using var place = ReplayPlace.New();
        using var servers = new WatchedServers(3);
        var watch = place.At("watch.json");
        await File.WriteAllTextAsync(watch, servers.WatchFile("v1"), TestContext.Current.CancellationToken);
        await using var run = LiveWatch.Start(
            watch,
            new Dictionary<string, string> { ["STREAMWATCH_DATA"] = place.At("data"), ["STREAMWATCH_HEALTH"] = "127.0.0.1:0", ["STREAMWATCH_STORE_EVERY"] = "1s", ["STREAMWATCH_CLICKHOUSE"] = "" });
        await run.UntilAsync("its health", () => Address().IsMatch(run.Errors));
        using var client = new HttpClient { BaseAddress = new Uri(Address().Match(run.Errors).Value) };
        await run.UntilProbingAsync();
        await run.UntilAsync("that it is ready", async () =>
        {
            using var answer = await client.GetAsync("/readyz", TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        });

        using var healthz = JsonDocument.Parse(await client.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
        Assert.Equal(("run", true, "probing"), (
            healthz.RootElement.GetProperty("stage").GetString(),
            healthz.RootElement.GetProperty("ok").GetBoolean(),
            healthz.RootElement.GetProperty("checks")[0].GetProperty("name").GetString()));
        using var readyz = JsonDocument.Parse(await client.GetStringAsync("/readyz", TestContext.Current.CancellationToken));
        Assert.Equal(
            ["probing", "state", "clickhouse", "journal"],
            readyz.RootElement.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
        Assert.Equal(0, await run.InterruptAsync());
        Assert.DoesNotContain("waits in the journal", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_in_the_environment_is_told_of_the_variables_all_at_once()
    {
        using var process = Storage.Program.Start(
            new() { ["STREAMWATCH_STORE_EVERY"] = "1h", ["STREAMWATCH_HEALTH"] = "nowhere", ["STREAMWATCH_OTLP"] = "collector", ["STREAMWATCH_CLICKHOUSE"] = "" }, ["run", "--data", "d", "--target-bin", "soon"]);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, ""), (process.ExitCode, await output));
        Assert.All(
            ["has 5 faults:", "  - STREAMWATCH_STORE_EVERY is 1h; allowed are 1s to 5m", "  - STREAMWATCH_HEALTH is \"nowhere\"", "  - STREAMWATCH_OTLP is \"collector\"", "  - --target-bin is \"soon\""],
            part => Assert.Contains(part, error, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
