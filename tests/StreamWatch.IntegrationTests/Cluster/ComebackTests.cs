using StreamWatch.IntegrationTests.Redetect;
using StreamWatch.Storage.Writing;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>
/// A store that was killed while a block was under way, and comes back when ClickHouse does not remember that block any more: deduplication alone would take it twice.
/// </summary>
public sealed class ComebackTests(ITestOutputHelper output)
{
    static readonly string[] Targets = ["bgp_elems", "probe_results", "heartbeats", "target_bins", "asn_bins", "outages", "outage_phases", "source_marks"];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Tier", "long")]
    public async Task A_killed_store_that_comes_back_beyond_the_deduplication_window_loses_nothing_and_stores_nothing_twice()
    {
        var replayed = await ReplayedScenario.OfAsync("cable-cut");
        await using var cluster = await RefusedStoreTests.PublishedAsync(replayed);
        var other = LabelledSet.Make(cluster.Place, "resets-with-states", 1);

        // What both together are, undisturbed.
        await cluster.Place.ReplayAsync("replayed", [replayed.Set.Folder], replayed.Set.Watch);
        await cluster.Place.ReplayAsync("replayed", [other.Folder], other.Watch);
        await using (var engine = await ServedEngine.StartAsync(cluster.Place.At("server")))
        {
            // The window holds one block of each table: whatever is stored by others after the kill pushes out what the killed one stored.
            await SetWindowAsync(engine, 1);
            await using var proxy = new ClickHouseProxy(engine.Url);
            for (var turn = 0; turn < Targets.Length; turn++)
            {
                if (!await KillAtAsync(cluster, engine, proxy, Targets[turn]))
                {
                    output.WriteLine($"{Targets[turn]}: nothing was left to store");
                    continue;
                }

                output.WriteLine($"{Targets[turn]}: killed when its block was stored and the answer lost");
                if (turn == 0)
                {
                    await ReplayAtAsync(engine, other);
                }
                else
                {
                    // As if any number had been stored since.
                    await SetWindowAsync(engine, 0);
                    await SetWindowAsync(engine, 1);
                }
            }

            proxy.Fault = _ => null;
            var (code, _, error) = await RunAsync(engine, cluster.StoreAt(proxy.Url));
            Assert.True(code == 0, error);
        }

        var state = await cluster.StateAsync("server");
        output.WriteLine($"blocks: {await cluster.BlocksAsync("server")}");
        output.WriteLine(state);
        Assert.Equal(await cluster.StateAsync("replayed"), state);
    }

    /// <summary>Runs the store until a block of this table is stored and its answer lost, and kills it there; false where it ended before.</summary>
    static async Task<bool> KillAtAsync(ClusterPlace cluster, ServedEngine engine, ClickHouseProxy proxy, string table)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var armed = 1;
        var isLost = false;
        proxy.Fault = sql =>
        {
            if (isLost)
            {
                // Nothing more of this life reaches the server.
                return ClickHouseFault.Broken;
            }

            if (!sql.StartsWith($"INSERT INTO streamwatch.{table} ", StringComparison.Ordinal) || Interlocked.Exchange(ref armed, 0) == 0)
            {
                return null;
            }

            isLost = true;
            lost.TrySetResult();
            return ClickHouseFault.AnswerLost;
        };
        using var store = Storage.Program.Start(engine.Environment, cluster.StoreAt(proxy.Url));
        var errors = store.StandardError.ReadToEndAsync(Token);
        var text = store.StandardOutput.ReadToEndAsync(Token);
        await Task.WhenAny(lost.Task, store.WaitForExitAsync(Token));
        if (!lost.Task.IsCompleted)
        {
            Assert.True(store.ExitCode == 0, await errors);
            return false;
        }

        await proxy.IdleAsync();
        store.Kill();
        await store.WaitForExitAsync(Token);
        await errors;
        await text;
        return true;
    }

    static async Task ReplayAtAsync(ServedEngine engine, LabelledSet set)
    {
        string[] watch = set.Watch is null ? [] : ["--watch", set.Watch];
        var (code, _, error) = await RunAsync(engine, ["replay", "--all-asns", "--json", "--log-level", "error", "--clickhouse", engine.Url.ToString(), .. watch, set.Folder]);
        Assert.True(code == 0, error);
    }

    static async Task<(int Code, string Output, string Error)> RunAsync(ServedEngine engine, string[] words)
    {
        using var process = Storage.Program.Start(engine.Environment, words);
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await error);
    }

    static async Task SetWindowAsync(ServedEngine engine, int blocks)
    {
        await using var store = await engine.OpenAsync();
        foreach (var table in StoredTable.All)
        {
            await store.ClickHouse.ExecuteAsync(new("test.window", $"ALTER TABLE {store.Database}.{table.Name} MODIFY SETTING non_replicated_deduplication_window = {blocks}"), Token);
        }
    }
}
