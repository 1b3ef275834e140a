using System.Globalization;
using System.Text.Json;
using StreamWatch.App.Collecting.Live;
using StreamWatch.IntegrationTests.Running;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>A live collecting stage that is killed again and again, with the brokers there and away: each of its rounds comes once.</summary>
public sealed class LiveCollectTests(ITestOutputHelper output)
{
    const int Servers = 4;
    const int Partitions = 3;
    const int ManyRounds = 10;

    [Fact]
    public async Task Killed_again_and_again_with_brokers_there_and_away_what_it_measured_is_published_and_stored_once()
    {
        await using var cluster = await ClusterPlace.StartAsync(Partitions);
        using var servers = new WatchedServers(Servers);
        var (watch, outbox) = (cluster.Place.At("watch.json"), cluster.Place.At("outbox"));
        await File.WriteAllTextAsync(watch, servers.WatchFile("v1"), TestContext.Current.CancellationToken);
        var words = cluster.CollectLive(watch, outbox);
        var random = new Random(11);
        var left = new HashSet<string>();

        // Brokers that answer no more: what is measured waits, also over a kill and a start without them.
        await using (var first = LiveStage.Start(words))
        {
            await first.UntilAsync("rounds", () => NextRound(outbox) > ManyRounds);
            cluster.Broker.Stop();
            await first.UntilAsync("rounds that wait", () => Rounds(outbox).Length > ManyRounds);
            await first.KillAsync();
        }

        Remember(outbox, left);
        await using (var alone = LiveStage.Start(words))
        {
            await alone.UntilAsync("more rounds that wait", () => Rounds(outbox).Length > 2 * ManyRounds);
            await alone.KillAsync();
        }

        cluster.Broker.Continue();
        for (var kill = 0; kill < 3; kill++)
        {
            Remember(outbox, left);
            await using var stage = LiveStage.Start(words);

            // The moment is what is varied: at the start, while it publishes what was left, and while it probes.
            await stage.KillAsync(TimeSpan.FromSeconds(0.5 + (2 * random.NextDouble())));
        }

        Remember(outbox, left);
        Assert.NotEmpty(left);
        await using (var last = LiveStage.Start(words))
        {
            var before = NextRound(outbox);
            await last.UntilAsync("the rounds that waited, and more", () => NextRound(outbox) > before + ManyRounds && Rounds(outbox).Length < 3);
            Assert.Equal((0, ""), await last.InterruptAsync());
        }

        Assert.Empty(Rounds(outbox));
        var measured = AssertPublishedOnce(cluster, NextRound(outbox), left);
        await AssertDecidedAndStoredAsync(cluster, watch, measured);
    }

    /// <summary>Every round is in every partition, byte for byte the same wherever it is there twice; what is in them.</summary>
    List<string> AssertPublishedOnce(ClusterPlace cluster, long rounds, HashSet<string> left)
    {
        var messages = PublishedProbes.Read(cluster, Partitions);
        Assert.Single(messages.Select(message => message.Batch.Header.Session).Distinct());
        var batches = messages.GroupBy(message => (message.Partition, Round: (long)message.Batch.Header.Round)).ToList();
        Assert.All(batches, same => Assert.Single(same.Select(message => Convert.ToHexString(message.Bytes)).Distinct()));
        Assert.All(batches, same => Assert.False(same.First().Batch.Header.IsLast));
        Assert.Equal(
            Enumerable.Range(0, Partitions).SelectMany(partition => Enumerable.Range(0, (int)rounds).Select(round => (partition, (long)round))),
            batches.Select(batch => batch.Key).Order());
        Assert.Empty(left.Except(messages.Select(message => Convert.ToHexString(message.Bytes))));
        var measured = batches.SelectMany(same => same.First().Batch.Results())
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Result.Vantage}\t{one.Result.Target}\t{one.Result.StartedAtNanos}")).ToList();
        output.WriteLine($"{rounds} rounds in {messages.Count} messages ({messages.Count - batches.Count} of them again), {measured.Count} results");
        Assert.NotEmpty(measured);
        Assert.Equal(measured.Count, measured.Distinct().Count());
        return measured;
    }

    static async Task AssertDecidedAndStoredAsync(ClusterPlace cluster, string watch, List<string> measured)
    {
        await using var detect = LiveStage.Start(cluster.DetectLive(watch));
        await detect.UntilAsync("bins of every target", async () =>
        {
            await ClusterPlace.RunAsync(cluster.Store("stored"));
            return await cluster.Place.SqlAsync("stored", "SELECT uniqExact(target) FROM target_bins WHERE verdict = 'up'") == Servers.ToString(CultureInfo.InvariantCulture);
        });
        Assert.Equal((0, ""), await detect.InterruptAsync());
        await ClusterPlace.RunAsync(cluster.Store("stored"));
        var stored = (await cluster.Place.SqlAsync("stored", "SELECT vantage, target, toUnixTimestamp64Nano(started_at) FROM probe_results")).Split('\n');
        Assert.Equal(measured.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
        Assert.Equal("", await cluster.Place.SqlAsync("stored", "SELECT target, bin_start FROM target_bins GROUP BY target, bin_start HAVING count() > 1"));
        Assert.Equal("0", await cluster.Place.SqlAsync("stored", "SELECT count() FROM rejected_records"));
    }

    static string[] Rounds(string outbox) => Directory.Exists(outbox) ? Directory.GetFiles(outbox, "*.round") : [];

    static long NextRound(string outbox)
    {
        var path = Path.Combine(outbox, "session.json");
        return File.Exists(path) ? JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("next_round").GetInt64() : 0;
    }

    /// <summary>What a process that was killed left has to be published as it is.</summary>
    static void Remember(string outbox, HashSet<string> left) =>
        left.UnionWith(Rounds(outbox).SelectMany(path => RoundFile.Read(File.ReadAllBytes(path))!.Batches).Select(Convert.ToHexString));
}
