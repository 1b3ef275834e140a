using System.Globalization;
using StreamWatch.IntegrationTests.Running;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>
/// A live detecting stage is killed again and again, while its producers speak, while one of them is silent and while all are, so that the clock on the wall decides: no row is
/// missing or there twice. That what is decided again is the same word by word is a law of its own, without processes.
/// </summary>
[Trait("Tier", "long")]
public sealed class KilledLiveDetectTests(ITestOutputHelper output)
{
    const int Servers = 4;
    const int HeadOfDecisions = 41;

    [Theory]
    [InlineData("500ms", 3)]
    [InlineData("1h", 5)]
    public async Task Beside_silent_producers_killed_again_and_again_no_row_is_missing_or_there_twice(string checkpointEvery, int seed)
    {
        await using var cluster = await ClusterPlace.StartAsync(3);
        using var servers = new WatchedServers(Servers);
        var (first, second) = (cluster.Place.At("first.json"), cluster.Place.At("second.json"));
        await File.WriteAllTextAsync(first, servers.WatchFile("v1"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(second, servers.WatchFile("v2"), TestContext.Current.CancellationToken);
        string[] firstWords = cluster.CollectLive(first, cluster.Place.At("first-outbox"));
        string[] secondWords = [.. cluster.CollectLive(second, cluster.Place.At("second-outbox")), "--name", "second"];
        var detect = cluster.DetectLiveFromCheckpoints(first, checkpointEvery);
        var random = new Random(seed);
        var kills = 0;

        async Task KillOnceDecidedAsync()
        {
            await using var stage = LiveStage.Start(detect);
            await stage.UntilAsync("a decision by the clock", () => Decided(cluster) > 0);
            await stage.KillAsync();
            kills++;
        }

        async Task KillAsync(int many)
        {
            for (var kill = 0; kill < many; kill++, kills++)
            {
                await using var stage = LiveStage.Start(detect);
                await stage.KillAsync(TimeSpan.FromSeconds(1.5 + (4 * random.NextDouble())));
            }
        }

        var both = LiveStage.Start(firstWords);
        await using (var other = LiveStage.Start(secondWords))
        {
            await KillAsync(3);
            await other.KillAsync();
        }

        // One is silent and not waited for.
        await KillOnceDecidedAsync();
        await KillAsync(4);
        await using (var other = LiveStage.Start(secondWords))
        {
            await KillAsync(2);
            await both.KillAsync();
            await other.KillAsync();
        }

        // Everybody is silent: the clock closes bins.
        await both.DisposeAsync();
        await KillOnceDecidedAsync();
        await KillAsync(4);
        both = LiveStage.Start(firstWords);
        await using (var other = LiveStage.Start(secondWords))
        {
            await KillAsync(2);
            await using var last = LiveStage.Start(detect);
            var before = PublishedResults.TargetBins(cluster).Count;
            await last.UntilAsync("more rows", () => PublishedResults.TargetBins(cluster).Count > before + (3 * Servers));
            Assert.Equal((0, ""), await last.InterruptAsync());
        }

        await both.DisposeAsync();
        var rows = PublishedResults.TargetBins(cluster);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kills} kills, {rows.Count} rows"));
        Assert.Equal(Servers, rows.Select(row => row.Target).Distinct().Count());
        Assert.All(rows.GroupBy(row => row.Target), target =>
        {
            var bins = target.Select(row => row.Bin).ToList();
            Assert.Equal(Enumerable.Range(0, bins.Count).Select(i => bins[0] + i), bins);
        });
    }

    static long Decided(ClusterPlace cluster) =>
        Directory.GetFiles(cluster.Place.At("checkpoints"), "*.decisions").Sum(path => new FileInfo(path).Length - HeadOfDecisions);
}
