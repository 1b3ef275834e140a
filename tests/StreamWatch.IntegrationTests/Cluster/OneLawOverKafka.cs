using StreamWatch.Simulation;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>What the stages of a cluster store is what a replay stores: every elem, bin, outage, phase, cause, to the last digit.</summary>
public sealed class OneLawOverKafka
{
    public static TheoryData<string> All => [.. ScenarioRegistry.All.Select(scenario => scenario.Name)];

    [Theory]
    [InlineData("resets-with-states")]
    public Task Stages_store_what_a_replay_stores(string scenario) => JudgeAsync(scenario);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(All))]
    public Task Stages_store_what_a_replay_stores_of_every_scenario(string scenario) => JudgeAsync(scenario);

    static async Task JudgeAsync(string scenario)
    {
        var replayed = await ReplayedScenario.OfAsync(scenario);
        await using var cluster = await ClusterPlace.StartAsync();
        await cluster.RunAllAsync(replayed.Set, "stored");
        Assert.Equal(replayed.State, await cluster.StateAsync("stored"));
    }
}
