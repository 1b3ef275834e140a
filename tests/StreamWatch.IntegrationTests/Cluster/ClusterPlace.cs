using System.Globalization;
using System.Text.Json;
using StreamWatch.IntegrationTests.Kafka;
using StreamWatch.IntegrationTests.Redetect;
using StreamWatch.IntegrationTests.Replay;
using StreamWatch.Schemas.Batches;
using StreamWatch.Storage;
using StreamWatch.Storage.Rollups;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>The stages of a cluster over a broker, each a process of its own, on a data set in a folder of the test's own.</summary>
sealed class ClusterPlace : IAsyncDisposable
{
    static readonly string[] Tables =
    [
        "bgp_elems", "peer_states", "source_marks", "probe_results", "heartbeats", "rejected_records", "asn_bins", "target_bins", "outages FINAL", "v_outage_phases",
        "v_outage_causes", "v_outage_targets",
    ];

    ClusterPlace(ReplayPlace place, Broker broker, TopicNames topics)
    {
        Place = place;
        Broker = broker;
        Topics = topics;
    }

    public ReplayPlace Place { get; }

    public Broker Broker { get; }

    public TopicNames Topics { get; }

    /// <summary>A broker with the topics, and a folder; skips the test where there is no engine or no client library.</summary>
    public static async Task<ClusterPlace> StartAsync(int partitions = 4)
    {
        var place = ReplayPlace.New();
        var topics = new TopicNames($"test-{Guid.NewGuid():N}");
        return new ClusterPlace(place, await Broker.StartAsync((topics.Routes, partitions), (topics.Probes, partitions), (topics.Results, 2)), topics);
    }

    /// <summary>A broker with the topics and changelogs of the topology for a data set that is made first: the changelogs' names are those of its run.</summary>
    public static async Task<(ClusterPlace Cluster, LabelledSet Set)> StartTopologyAsync(string scenario, int partitions, int entities)
    {
        var place = ReplayPlace.New();
        var set = LabelledSet.Make(place, scenario, 1);
        var topics = new TopicNames($"test-{Guid.NewGuid():N}");
        var (routes, few) = (partitions.ToString(CultureInfo.InvariantCulture), entities.ToString(CultureInfo.InvariantCulture));
        var described = await RunAsync(
        [
            "topology", "--json", "--event-time", "--all-asns", "--topics", topics.Prefix, "--partitions", routes, "--entity-partitions", few,
            .. set.Watch is null ? [] : new[] { "--watch", set.Watch },
        ]);
        var topology = JsonDocument.Parse(described).RootElement;
        var names = topology.GetProperty("topics").EnumerateArray().Select(topic => (topic.GetProperty("name").GetString()!, topic.GetProperty("partitions").GetInt32()))
            .Concat(topology.GetProperty("tasks").EnumerateArray().Select(task => (task.GetProperty("changelog").GetString()!, task.GetProperty("changelog_partitions").GetInt32())));
        return (new ClusterPlace(place, await Broker.StartAsync([.. names]), topics), set);
    }

    /// <summary>The words that publish a data set.</summary>
    public string[] Collect(IEnumerable<string> paths) => ["collect", "--json", .. Common(), .. paths];

    /// <summary>The words that probe and publish until they are stopped.</summary>
    public string[] CollectLive(string watch, string outbox) => ["collect", "--watch", watch, "--outbox", outbox, "--round-every", "200ms", .. Common()];

    /// <summary>The words that detect live, with bins of a second, until they are stopped.</summary>
    public string[] DetectLive(string watch) =>
    [
        "detect", "--watch", watch, "--target-bin", "1s", "--target-grace", "2s", "--target-idle-after", "4s", "--target-warm-up", "6", .. Common(),
    ];

    /// <summary>The words that detect to the end of the streams.</summary>
    public string[] Detect(string? watch) =>
        ["detect", "--json", "--event-time", "--all-asns", .. Common(), .. watch is null ? [] : new[] { "--watch", watch }];

    /// <summary>The words that detect live what two producers publish, with bins of a second, short patience and checkpoints.</summary>
    public string[] DetectLiveFromCheckpoints(string watch, string every) =>
    [
        .. DetectLive(watch), "--idle-after", "2s", "--producers", "collector", "second", "--checkpoints", Place.At("checkpoints"), "--checkpoint-every", every,
    ];

    /// <summary>The words that detect to the end of the streams, with checkpoints as often as may be.</summary>
    public string[] DetectFromCheckpoints(string? watch) => [.. Detect(watch), "--checkpoints", Place.At("checkpoints"), "--checkpoint-every", "100ms"];

    /// <summary>The words that have the topology detect to the end of the streams.</summary>
    public string[] DetectByTopology(string? watch, int threads) =>
        [.. Detect(watch), "--engine", "streamiz", "--commit-every", "50ms", "--threads", threads.ToString(CultureInfo.InvariantCulture)];

    /// <summary>The words that store up to the end of the partitions.</summary>
    public string[] Store(string data) => ["store", "--json", "--until-end", "--store-every", "200ms", "--data", Place.At(data), .. Common()];

    /// <summary>Runs a stage to its end.</summary>
    public static async Task<string> RunAsync(string[] words)
    {
        var (code, output, error) = await Storage.Program.RunAsync(words);
        Assert.True(code == 0, $"{words[0]} ended with {code}: {error}");
        return output;
    }

    /// <summary>Publishes, detects and stores a data set, one stage after the other.</summary>
    public async Task RunAllAsync(LabelledSet set, string data)
    {
        await RunAsync(Collect([set.Folder]));
        await RunAsync(Detect(set.Watch));
        await RunAsync(Store(data));
    }

    /// <summary>Counts and checksums of everything that is stored, without the columns that say where a row came from; and that the roll-ups are those of their rows.</summary>
    public async Task<string> StateAsync(string data)
    {
        var parts = Tables.Select(table => $"SELECT '{table}' AS name, count() AS rows, sum(cityHash64(toString(tuple(*)))) AS checksum FROM (SELECT * EXCEPT ('^(source_id|block|run_id)$') FROM {table})");
        var state = await Place.SqlAsync(data, $"SELECT * FROM ({string.Join(" UNION ALL ", parts)}) ORDER BY name");
        await using var store = await StreamWatchStore.OpenAsync(
            new StoreOptions { DataDirectory = Place.At(data), Purpose = "test", Time = TimeProvider.System }, TestContext.Current.CancellationToken);
        Assert.Empty(await store.Rollups.CompareAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, TestContext.Current.CancellationToken));
        return state;
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        Place.Dispose();
    }

    string[] Common() => ["--kafka", Broker.Address, "--topics", Topics.Prefix, "--log-level", "warning"];
}
