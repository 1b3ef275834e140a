using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>Whatever stage is killed and when: nothing is lost and nothing is there twice.</summary>
public sealed class KilledStagesTests(ITestOutputHelper output)
{
    /// <summary>Kills of a stage in one run at most: the run is over sooner or later, and then nothing is left to kill.</summary>
    const int MostInOneRun = 10;

    [Fact]
    public Task Nothing_is_lost_and_nothing_is_there_twice_after_kills_of_every_stage() => JudgeAsync(ReplayedScenario.Small, kills: 2, mostInOneRun: 2, seed: 1);

    [Fact]
    [Trait("Tier", "long")]
    public Task Nothing_is_lost_and_nothing_is_there_twice_after_fifty_kills_of_every_stage() => JudgeAsync("cable-cut", kills: 50, MostInOneRun, seed: 2);

    /// <summary>Runs everything again, with other topics and another place to store in, until every stage was killed often enough while it had something to do.</summary>
    async Task JudgeAsync(string scenario, int kills, int mostInOneRun, int seed)
    {
        var random = new Random(seed);
        var (collect, detect, store) = (0, 0, 0);
        var undisturbed = await ReplayedScenario.OfAsync(scenario);
        for (var run = 1; collect < kills || detect < kills || store < kills; run++)
        {
            await using var cluster = await ClusterPlace.StartAsync();
            collect += await KilledStage.RunAsync(cluster.Collect([undisturbed.Set.Folder]), Left(collect), random, TimeSpan.FromSeconds(1.2));
            detect += await KilledStage.RunAsync(cluster.DetectFromCheckpoints(undisturbed.Set.Watch), Left(detect), random, TimeSpan.FromSeconds(2));
            store += await KilledStage.RunAsync(cluster.Store("stored"), Left(store), random, TimeSpan.FromSeconds(1.5), "partitions to store");
            var state = await cluster.StateAsync("stored");
            output.WriteLine($"run {run}: killed so far: collect {collect}, detect {detect}, store {store} times; blocks of this run: {await cluster.BlocksAsync("stored")}");
            if (run == 1)
            {
                output.WriteLine(undisturbed.State);
            }

            Assert.Equal(undisturbed.State, state);
        }

        int Left(int killed) => Math.Min(mostInOneRun, Math.Max(0, kills - killed));
    }
}
