using StreamWatch.IntegrationTests.Replay;
using StreamWatch.Simulation;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>What the stages of a cluster store is what a replay stores: every elem, bin, outage, phase, cause, to the last digit.</summary>
public sealed class OneLawOverKafka(ITestOutputHelper output)
{
    public static TheoryData<string> All => [.. ScenarioRegistry.All.Select(scenario => scenario.Name)];

    [Theory]
    [InlineData("resets-with-states")]
    public Task Stages_store_what_a_replay_stores(string scenario) => JudgeAsync(scenario);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(All))]
    public Task Stages_store_what_a_replay_stores_of_every_scenario(string scenario) => JudgeAsync(scenario);

    [Fact]
    [Trait("Tier", "long")]
    public async Task Stages_store_what_a_replay_stores_of_the_36_files_of_RouteViews()
    {
        // So many partitions that the mock broker, which keeps 5 MB of each, keeps them whole.
        await using var cluster = await ClusterPlace.StartAsync(partitions: 48);
        await cluster.Place.ReplayAsync("replayed", RouteViewsArchive.Files, watch: null);
        await ClusterPlace.RunAsync(cluster.Collect(RouteViewsArchive.Files));
        await ClusterPlace.RunAsync(cluster.Detect(watch: null));
        await ClusterPlace.RunAsync(cluster.Store("stored"));
        var state = await cluster.StateAsync("stored");
        output.WriteLine(state);
        Assert.Equal(await cluster.StateAsync("replayed"), state);
    }

    static async Task JudgeAsync(string scenario)
    {
        var replayed = await ReplayedScenario.OfAsync(scenario);
        await using var cluster = await ClusterPlace.StartAsync();
        await cluster.RunAllAsync(replayed.Set, "stored");
        Assert.Equal(replayed.State, await cluster.StateAsync("stored"));
    }
}
