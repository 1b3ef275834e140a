using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>A ClickHouse server that refuses, is full, or whose answers are lost: nothing is lost, nothing is there twice, and it is said once a minute.</summary>
public sealed class RefusedStoreTests(ITestOutputHelper output)
{
    const long MostBytes = 600L << 20;

    static readonly ClickHouseFault[] Faults =
    [
        ClickHouseFault.TooManyParts, ClickHouseFault.DiskFull, ClickHouseFault.Broken, ClickHouseFault.AnswerLost,
        new(500, 201), new(500, 202), new(500, 241), new(500, 242), new(500, 75), new(503), new(429), new(502, IsDone: true), new(500, 159, IsDone: true),
    ];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_block_that_is_refused_or_whose_answer_is_lost_is_stored_once() => JudgeAsync(ReplayedScenario.Small, faults: 4);

    [Fact]
    [Trait("Tier", "long")]
    public Task Blocks_that_are_refused_in_every_way_or_whose_answers_are_lost_are_stored_once() => JudgeAsync("cable-cut", faults: 4 * Faults.Length);

    [Fact]
    [Trait("Tier", "long")]
    public async Task A_server_that_refuses_everything_for_longer_than_a_minute_loses_nothing_and_is_told_once_a_minute()
    {
        var replayed = await ReplayedScenario.OfAsync("cable-cut");
        await using var cluster = await PublishedAsync(replayed);
        await using (var engine = await ServedEngine.StartAsync(cluster.Place.At("server")))
        {
            await using var proxy = new ClickHouseProxy(engine.Url);
            var inserts = 0;
            var refuses = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            ClickHouseFault? refused = ClickHouseFault.TooManyParts;
            proxy.Fault = sql =>
            {
                if (!sql.StartsWith("INSERT INTO streamwatch.", StringComparison.Ordinal) || Interlocked.Increment(ref inserts) <= 8)
                {
                    return null;
                }

                refuses.TrySetResult();
                return refused;
            };
            using var store = Storage.Program.Start(engine.Environment, cluster.StoreAt(proxy.Url));
            var errors = store.StandardError.ReadToEndAsync(Token);
            var text = store.StandardOutput.ReadToEndAsync(Token);
            await Task.WhenAny(refuses.Task, store.WaitForExitAsync(Token));

            // This is what is tested: minutes in which nothing is taken.
            await Task.Delay(TimeSpan.FromSeconds(130), Token);
            Assert.False(store.HasExited, store.HasExited ? await errors : "");
            store.Refresh();
            var peak = store.PeakWorkingSet64;
            refused = null;
            await store.WaitForExitAsync(Token);
            var said = await errors;
            Assert.True(store.ExitCode == 0, said);
            output.WriteLine($"{inserts} inserts asked for, {peak >> 20} MiB at most; said:\n{said}{await text}");
            Assert.InRange(said.Split('\n').Count(line => line.Contains("does not take rows", StringComparison.Ordinal)), 1, 4);
            Assert.True(said.Split('\n').Length < 12, said);
            Assert.True(peak < MostBytes, $"{peak} bytes");
        }

        Assert.Equal(replayed.State, await cluster.StateAsync("server"));
    }

    /// <summary>Collects and detects, undisturbed.</summary>
    internal static async Task<ClusterPlace> PublishedAsync(ReplayedScenario replayed)
    {
        var cluster = await ClusterPlace.StartAsync();
        await ClusterPlace.RunAsync(cluster.Collect([replayed.Set.Folder]));
        await ClusterPlace.RunAsync(cluster.Detect(replayed.Set.Watch));
        return cluster;
    }

    /// <summary>Every so many statements that write, one gets a fault, in turn.</summary>
    async Task JudgeAsync(string scenario, int faults)
    {
        var replayed = await ReplayedScenario.OfAsync(scenario);
        await using var cluster = await PublishedAsync(replayed);
        await using (var engine = await ServedEngine.StartAsync(cluster.Place.At("server")))
        {
            await using var proxy = new ClickHouseProxy(engine.Url);
            var random = new Random(5);
            var gate = new Lock();
            var asked = 0;
            var given = 0;
            proxy.Fault = sql =>
            {
                lock (gate)
                {
                    // Not while it starts: a stage that cannot begin says so and ends.
                    var counts = ++asked > 10 && given < faults && sql.StartsWith("INSERT INTO streamwatch.", StringComparison.Ordinal) && random.Next(3) == 0;
                    return counts ? Faults[given++ % Faults.Length] : null;
                }
            };
            using var store = Storage.Program.Start(engine.Environment, cluster.StoreAt(proxy.Url));
            var errors = store.StandardError.ReadToEndAsync(Token);
            var text = store.StandardOutput.ReadToEndAsync(Token);
            await store.WaitForExitAsync(Token);
            output.WriteLine($"{given} faults among {asked} statements; said:\n{await errors}{await text}");
            Assert.True(store.ExitCode == 0, await errors);
            Assert.True((await errors).Split('\n').Length < 12, await errors);
            Assert.True(given > 2, $"{given} faults");
        }

        Assert.Equal(replayed.State, await cluster.StateAsync("server"));
    }
}
