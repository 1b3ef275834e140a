using StreamWatch.IntegrationTests.Redetect;
using StreamWatch.Simulation;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>What the stages of a cluster store is what a replay stores: every elem, bin, outage, phase, cause, to the last digit.</summary>
public sealed class OneLawOverKafka
{
    public static TheoryData<string> All => [.. ScenarioRegistry.All.Select(scenario => scenario.Name)];

    [Theory]
    [InlineData("cable-cut")]
    [InlineData("resets-with-states")]
    public Task Stages_store_what_a_replay_stores(string scenario) => JudgeAsync(scenario);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(All))]
    public Task Stages_store_what_a_replay_stores_of_every_scenario(string scenario) => JudgeAsync(scenario);

    static async Task JudgeAsync(string scenario)
    {
        await using var cluster = await ClusterPlace.StartAsync();
        var set = LabelledSet.Make(cluster.Place, scenario, 1);
        await set.ReplayAsync("replayed");
        await cluster.RunAllAsync(set, "stored");
        Assert.Equal(await cluster.StateAsync("replayed"), await cluster.StateAsync("stored"));
    }
}
