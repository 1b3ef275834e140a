using StreamWatch.IntegrationTests.Redetect;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>Whatever stage is killed and when: nothing is lost and nothing is there twice.</summary>
public sealed class KilledStagesTests(ITestOutputHelper output)
{
    [Fact]
    public Task Nothing_is_lost_and_nothing_is_there_twice_after_kills_of_every_stage() => JudgeAsync("cable-cut", kills: 3, seed: 1);

    [Fact]
    [Trait("Tier", "long")]
    public Task Nothing_is_lost_and_nothing_is_there_twice_after_fifty_kills_of_every_stage() => JudgeAsync("ddos", kills: 50, seed: 2);

    async Task JudgeAsync(string scenario, int kills, int seed)
    {
        await using var cluster = await ClusterPlace.StartAsync();
        var set = LabelledSet.Make(cluster.Place, scenario, 1);
        await set.ReplayAsync("replayed");
        var random = new Random(seed);
        await KilledStage.RunAsync(cluster.Collect([set.Folder]), kills, random, TimeSpan.FromSeconds(2));
        await KilledStage.RunAsync(cluster.DetectFromCheckpoints(set.Watch), kills, random, TimeSpan.FromSeconds(3));
        Assert.NotEmpty(Directory.GetFiles(cluster.Place.At("checkpoints"), "*.checkpoint"));
        await KilledStage.RunAsync(cluster.Store("stored"), kills, random, TimeSpan.FromSeconds(4));
        var undisturbed = await cluster.StateAsync("replayed");
        var state = await cluster.StateAsync("stored");
        output.WriteLine($"each of collect, detect and store was killed {kills} times");
        output.WriteLine(state);
        Assert.Equal(undisturbed, state);
    }
}
