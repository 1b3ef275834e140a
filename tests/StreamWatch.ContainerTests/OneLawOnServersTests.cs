using StreamWatch.IntegrationTests.Cluster;
using StreamWatch.IntegrationTests.Redetect;
using Xunit;

namespace StreamWatch.ContainerTests;

/// <summary>What the stages of a cluster store over a real broker on a real server is what a replay stores on it: every elem, bin, outage, phase, cause, and every roll-up.</summary>
[Trait("Tier", "long")]
public sealed class OneLawOnServersTests(KafkaBroker kafka, ClickHouseServer server)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("resets-with-states")]
    [InlineData("dead-sites")]
    [InlineData("cable-cut")]
    public async Task Stages_store_on_a_server_what_a_replay_stores_on_it(string scenario)
    {
        await RequireAsync();
        await using var cluster = await ClusterPlace.StartAsync();
        var set = LabelledSet.Make(cluster.Place, scenario, 1);
        await JudgeAsync(cluster, set, cluster.Detect(set.Watch));
    }

#if STREAMIZ
    [Theory]
    [InlineData("dead-sites")]
    [InlineData("cable-cut")]
    public async Task The_topology_has_stored_on_a_server_what_a_replay_stores_on_it(string scenario)
    {
        await RequireAsync();
        var (cluster, set) = await ClusterPlace.StartTopologyAsync(scenario, partitions: 4, entities: 3);
        await using var _ = cluster;
        await JudgeAsync(cluster, set, cluster.DetectByTopology(set.Watch, threads: 2));
    }
#endif

    async Task RequireAsync()
    {
        kafka.Require();
        await server.RequireEmptyAsync(Cancellation);
    }

    async Task JudgeAsync(ClusterPlace cluster, LabelledSet set, string[] detect)
    {
        await ClusterPlace.RunAsync(
        [
            "replay", "--all-asns", "--json", "--log-level", "error", "--clickhouse", server.Options.Url.ToString(), .. set.Watch is null ? [] : new[] { "--watch", set.Watch }, set.Folder,
        ]);
        var replayed = await server.TakeAsync(ClusterPlace.StateAsync, Cancellation);

        await ClusterPlace.RunAsync(cluster.Collect([set.Folder]));
        await ClusterPlace.RunAsync(detect);
        await ClusterPlace.RunAsync(cluster.StoreAt(server.Options.Url));
        Assert.Equal(replayed, await server.TakeAsync(ClusterPlace.StateAsync, Cancellation));
    }
}
