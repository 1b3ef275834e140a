using StreamWatch.IntegrationTests.Cluster;
using StreamWatch.Simulation;
using Xunit;

namespace StreamWatch.IntegrationTests.Topology;

/// <summary>
/// What is collected, decided by the topology over a broker and stored, is what a replay stores: every elem, bin, outage, phase, cause; and through kills too. (librdkafka's own
/// broker compacts nothing and forgets what is beyond 5 MB of a partition: larger scenarios than these are killed over a real broker alone, which STREAMWATCH_KAFKA names.)
/// </summary>
public sealed class OneLawByTopology(ITestOutputHelper output)
{
    public static TheoryData<string> All => [.. ScenarioRegistry.All.Select(scenario => scenario.Name)];

    [Theory]
    [InlineData("cable-cut")]
    public Task The_topology_has_stored_what_a_replay_stores(string scenario) => JudgeAsync(scenario, kills: 0, threads: 2);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(All))]
    public Task The_topology_has_stored_what_a_replay_stores_of_every_scenario(string scenario) => JudgeAsync(scenario, kills: 0, threads: 1);

    [Theory]
    [Trait("Tier", "long")]
    [InlineData("cable-cut", 5)]
    [InlineData("resets-with-states", 5)]
    public Task A_topology_that_is_killed_has_stored_what_a_replay_stores(string scenario, int kills) => JudgeAsync(scenario, kills, threads: 2);

    async Task JudgeAsync(string scenario, int kills, int threads)
    {
        // What an entity's partition finds stands in one partition of results, of which the broker keeps 5 MB: a month of probes is more than that of three.
        var (partitions, entities) = scenario == "quiet-month" ? (16, 16) : (4, 3);
        var (cluster, set) = await ClusterPlace.StartTopologyAsync(scenario, partitions, entities);
        await using var _ = cluster;
        await set.ReplayAsync("replayed");
        await ClusterPlace.RunAsync(cluster.Collect([set.Folder]));

        // After a kill the group misses the dead process for ten seconds.
        await KilledStage.RunAsync(cluster.DetectByTopology(set.Watch, threads), kills, new Random(4), TimeSpan.FromSeconds(20));
        await ClusterPlace.RunAsync(cluster.Store("stored"));
        var undisturbed = await cluster.StateAsync("replayed");
        var state = await cluster.StateAsync("stored");
        output.WriteLine(state);
        Assert.Equal(undisturbed, state);
    }
}
