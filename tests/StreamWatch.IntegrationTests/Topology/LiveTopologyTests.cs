using StreamWatch.Domain.Targets;
using StreamWatch.IntegrationTests.Cluster;
using StreamWatch.IntegrationTests.Replay;
using StreamWatch.IntegrationTests.Running;
using Xunit;

namespace StreamWatch.IntegrationTests.Topology;

/// <summary>The topology in a live watch of real servers.</summary>
[Trait("Tier", "long")]
public sealed class LiveTopologyTests(ITestOutputHelper output)
{
    const int Servers = 4;

    [Fact]
    public async Task It_sees_servers_go_and_come_and_through_kills_no_bin_is_missing_or_there_twice()
    {
        var place = ReplayPlace.New();
        using var servers = new WatchedServers(Servers);
        var watch = place.At("watch.json");
        await File.WriteAllTextAsync(watch, servers.WatchFile("v1"), TestContext.Current.CancellationToken);
        await using var cluster = await ClusterPlace.StartTopologyAsync(place, partitions: 3, entities: 2, ClusterPlace.LiveWatch(watch));
        await using var collect = LiveStage.Start(cluster.CollectLive(watch, place.At("outbox")));
        var detect = cluster.DetectLiveByTopology(watch);

        await using (var stage = LiveStage.Start(detect))
        {
            await stage.UntilAsync("every server is up", () => Last(cluster, verdict => verdict == Verdict.Up));
            servers.Close();
            await stage.UntilAsync("every server is down", () => Last(cluster, verdict => verdict is Verdict.Failing or Verdict.Down));
            await stage.KillAsync();
        }

        await using (var stage = LiveStage.Start(detect))
        {
            await stage.KillAsync(TimeSpan.FromSeconds(12));
        }

        servers.Open();
        await using (var stage = LiveStage.Start(detect))
        {
            await stage.UntilAsync("every server is up again", () => Last(cluster, verdict => verdict == Verdict.Up));
            Assert.Equal((0, ""), await stage.InterruptAsync());
        }

        var rows = PublishedResults.TargetBins(cluster);
        output.WriteLine($"{rows.Count} rows");
        Assert.Equal(Servers, rows.Select(row => row.Target).Distinct().Count());
        Assert.All(rows.GroupBy(row => row.Target), target =>
        {
            var bins = target.Select(row => row.Bin).Order().ToList();
            Assert.Equal(Enumerable.Range(0, bins.Count).Select(i => bins[0] + i), bins);
        });
    }

    /// <summary>Whether the last word on every server is of this kind.</summary>
    static bool Last(ClusterPlace cluster, Func<Verdict, bool> isOfKind)
    {
        var last = PublishedResults.TargetBins(cluster).GroupBy(row => row.Target).Select(target => target.MaxBy(row => row.Bin)!).ToList();
        return last.Count == Servers && last.All(row => isOfKind((Verdict)row.Verdict));
    }
}
