using StreamWatch.App.Collecting;
using StreamWatch.App.Replay;
using StreamWatch.Collectors.Archives;
using StreamWatch.IntegrationTests.Kafka;
using StreamWatch.IntegrationTests.Redetect;
using StreamWatch.Tests.App.Metrics;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>What goes through the stages of a cluster is counted, and arrives at a receiver of metrics.</summary>
public sealed class MeasuredStagesTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stages_store_what_came_twice_once_and_tell_of_it_and_how_far_they_are_behind()
    {
        await using var cluster = await ClusterPlace.StartAsync();
        var replayed = await ReplayedScenario.OfAsync(ReplayedScenario.Small);
        var set = replayed.Set;
        await PublishBeforeAsync(cluster, set);
        var collected = await MeasureAsync(cluster.Collect([set.Folder]));
        Assert.All(["streamwatch.elems", "streamwatch.probe.results", "streamwatch.rounds"], name => Assert.Contains(name, collected.Keys));
        Told(collected, "streamwatch.messages.published", cluster.Topics.Routes, cluster.Topics.Probes);
        Told(collected, "streamwatch.bytes.published", cluster.Topics.Routes, cluster.Topics.Probes);

        var detected = await MeasureAsync(cluster.Detect(set.Watch));
        Assert.All(["streamwatch.elems", "streamwatch.probe.results", "streamwatch.rounds"], name => Assert.Contains(name, detected.Keys));
        Told(detected, "streamwatch.messages.consumed", cluster.Topics.Routes, cluster.Topics.Probes);
        Told(detected, "streamwatch.messages.published", cluster.Topics.Results);
        Told(detected, "streamwatch.duplicates", cluster.Topics.Routes, cluster.Topics.Probes);
        Told(detected, "streamwatch.lag", cluster.Topics.Routes, cluster.Topics.Probes);

        var stored = await MeasureAsync(cluster.Store("stored"));
        Told(stored, "streamwatch.messages.consumed", cluster.Topics.Routes, cluster.Topics.Probes, cluster.Topics.Results);

        // The other one has no rows, and nothing of it could be stored twice.
        Told(stored, "streamwatch.duplicates", cluster.Topics.Routes);
        Assert.DoesNotContain("streamwatch.delivery.errors", stored.Keys);
        Assert.Equal(replayed.State, await cluster.StateAsync("stored"));
    }

    static void Told(Dictionary<string, string> metrics, string name, params string[] topics) =>
        Assert.All(topics, topic => Assert.Contains(topic, metrics[name], StringComparison.Ordinal));

    /// <summary>Publishes what the collecting process will publish first, so that it comes twice.</summary>
    static async Task PublishBeforeAsync(ClusterPlace cluster, LabelledSet set)
    {
        var first = new FirstBatches();
        new ArchiveCollection(Archive.Find([set.Folder], collector: null, Token), "collector", Broker.Partitions, Broker.Partitions).Read(first, 0, new ReplayStatistics(), null, Token);
        await using var producer = cluster.Broker.Producer();
        await producer.PublishAsync(cluster.Topics.Routes, 1, null, first.OfRoutes[1], Token);
        await producer.PublishAsync(cluster.Topics.Probes, 2, null, first.OfProbes[2], Token);
        await producer.FlushAsync(Token);
    }

    /// <summary>Runs a stage to its end; what it measured, by instrument: the points, as bytes read as text.</summary>
    static async Task<Dictionary<string, string>> MeasureAsync(string[] words)
    {
        await using var receiver = new OtlpReceiver();
        await ClusterPlace.RunAsync([.. words, "--otlp", receiver.Url.ToString()]);
        return receiver.Requests.SelectMany(request => OtlpMetric.Read(request.Body)).GroupBy(metric => metric.Name).ToDictionary(group => group.Key, group => string.Concat(group.Select(metric => metric.Points)));
    }

    sealed class FirstBatches : IRoundSink
    {
        public Dictionary<int, byte[]> OfRoutes { get; } = [];

        public Dictionary<int, byte[]> OfProbes { get; } = [];

        public void Routes(int partition, byte[] batch) => OfRoutes.TryAdd(partition, batch);

        public void Probes(int partition, byte[] batch) => OfProbes.TryAdd(partition, batch);

        public void EndRound(long round)
        {
            // Only the first is of interest.
        }
    }
}
