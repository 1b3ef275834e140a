using System.Diagnostics;
using System.Globalization;
using StreamWatch.IntegrationTests.Running;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>A broker or a ClickHouse server that is away for a minute: nothing is lost, memory is bounded, and it is said once a minute.</summary>
[Trait("Tier", "long")]
public sealed class AwayTests(ITestOutputHelper output)
{
    const long MostBytes = 600L << 20;

    static readonly TimeSpan Away = TimeSpan.FromSeconds(60);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broker_that_is_away_for_a_minute_loses_nothing()
    {
        await using var cluster = await ClusterPlace.StartAsync();
        var replayed = await ReplayedScenario.OfAsync("ddos");
        var set = replayed.Set;
        await HoldAsync(cluster, cluster.Collect([set.Folder]), begins: null);
        await HoldAsync(cluster, cluster.Detect(set.Watch, "information"), ClusterPlace.ReadsPartitions);
        await HoldAsync(cluster, cluster.Store("stored"), ClusterPlace.HasPartitions);
        Assert.Equal(replayed.State, await cluster.StateAsync("stored"));
    }

    [Fact]
    public async Task A_ClickHouse_server_that_is_away_for_a_minute_loses_nothing()
    {
        await using var cluster = await ClusterPlace.StartAsync();
        var replayed = await ReplayedScenario.OfAsync("ddos");
        var set = replayed.Set;
        await ClusterPlace.RunAsync(cluster.Collect([set.Folder]));
        await ClusterPlace.RunAsync(cluster.Detect(set.Watch));
        using var serve = Storage.Program.Start("serve", "--data", cluster.Place.At("server"));
        try
        {
            var words = new Dictionary<string, string>();
            while (words.Count < 5)
            {
                var parts = (await serve.StandardOutput.ReadLineAsync(Token))!.Split(' ', 2, StringSplitOptions.TrimEntries);
                words[parts[0]] = parts[1];
            }

            using var cable = new CutCable(new Uri(words["url"]).Port);
            var environment = new Dictionary<string, string>
            {
                ["STREAMWATCH_CLICKHOUSE_USER"] = words["user"],
                ["STREAMWATCH_CLICKHOUSE_PASSWORD"] = words["password"],
            };
            using var store = Storage.Program.Start(
                environment,
                [
                    "store", "--until-end", "--store-every", "100ms", "--kafka", cluster.Broker.Address, "--topics", cluster.Topics.Prefix,
                    "--clickhouse", $"http://127.0.0.1:{cable.Port.ToString(CultureInfo.InvariantCulture)}",
                ]);
            var errors = store.StandardError.ReadToEndAsync(Token);
            while (await cluster.Place.SqlAsync("server", "SELECT count() FROM ledger") == "0")
            {
            }

            cable.Cut();
            await Task.Delay(Away, Token);
            cable.Join();
            var peak = await EndAsync(store);
            Assert.True(store.ExitCode == 0, await errors);
            Judge(await errors, peak);
        }
        finally
        {
            serve.Kill();
            await serve.WaitForExitAsync(Token);
        }

        Assert.Equal(replayed.State, await cluster.StateAsync("server"));
    }

    /// <summary>Runs a stage whose broker is stopped for a minute while it works.</summary>
    async Task HoldAsync(ClusterPlace cluster, string[] words, string? begins)
    {
        using var stage = Storage.Program.Start(words);
        var lines = new ErrorLines(stage, begins);
        var errors = lines.All;
        var text = stage.StandardOutput.ReadToEndAsync(Token);

        // Once the stage works: it has more memory than a process that has just begun.
        while (!stage.HasExited && stage.TotalProcessorTime < TimeSpan.FromSeconds(0.6))
        {
            stage.Refresh();
        }

        if (begins is not null)
        {
            await Task.WhenAny(lines.Begun, stage.WaitForExitAsync(Token));
        }

        cluster.Broker.Stop();
        await Task.Delay(Away, Token);
        cluster.Broker.Continue();
        var peak = await EndAsync(stage);
        await text;
        Assert.True(stage.ExitCode == 0, $"{words[0]}: {await errors}");
        output.WriteLine(words[0]);
        Judge(await errors, peak);
    }

    static async Task<long> EndAsync(Process process)
    {
        var peak = 0L;
        while (!process.HasExited)
        {
            process.Refresh();
            peak = process.HasExited ? peak : Math.Max(peak, process.PeakWorkingSet64);
            await Task.WhenAny(process.WaitForExitAsync(Token), Task.Delay(TimeSpan.FromMilliseconds(100), Token));
        }

        await process.WaitForExitAsync(Token);
        return peak;
    }

    void Judge(string errors, long peak)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{peak >> 20} MiB at most; said:\n{errors}"));
        Assert.True(errors.Split('\n').Length < 12, errors);
        Assert.True(peak < MostBytes, $"{peak} bytes");
    }
}
