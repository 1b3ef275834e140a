using System.Globalization;
using System.Text.Json;
using StreamWatch.IntegrationTests.Kafka;
using StreamWatch.IntegrationTests.Redetect;
using StreamWatch.IntegrationTests.Replay;
using StreamWatch.Schemas.Batches;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Rollups;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>The stages of a cluster over a broker, each a process of its own, on a data set in a folder of the test's own.</summary>
sealed class ClusterPlace : IAsyncDisposable
{
    /// <summary>What the store says when it begins to read.</summary>
    public const string HasPartitions = "partitions to store";

    /// <summary>What the detecting stage says when it begins to read.</summary>
    public const string ReadsPartitions = "partitions as run";

    static readonly string[] Tables =
    [
        "bgp_elems", "peer_states", "source_marks", "probe_results", "heartbeats", "rejected_records", "asn_bins", "target_bins", "outages FINAL", "v_outage_phases",
        "v_outage_causes", "v_outage_targets",
    ];

    /// <summary>Roll-ups by what they are kept by, merged: their rows may be in any number of parts, and not merged yet. Without the run.</summary>
    static readonly (string Name, string Rows)[] Rollups =
    [
        .. new[] { ("target_rollup_hourly", "hour"), ("target_rollup_daily", "day") }.Select(rollup => (rollup.Item1,
            $"""
            SELECT target, {rollup.Item2} AS bucket, vantage, kind, sum(probes), sum(service), sum(alive), sum(silent), sum(not_the_targets), sumMap(outcomes),
              quantilesDDMerge(0.01, 0.5, 0.9, 0.99)(rtt), min(rtt_min_ms), max(rtt_max_ms), min(first_at), max(last_at)
            FROM {rollup.Item1} GROUP BY target, bucket, vantage, kind
            """)),
        .. new[] { ("verdict_rollup_hourly", "hour"), ("verdict_rollup_daily", "day") }.Select(rollup => (rollup.Item1,
            $"""
            SELECT target, {rollup.Item2} AS bucket, sum(bins), sum(up_seconds), sum(degraded_seconds), sum(failing_seconds), sum(down_seconds), sum(unknown_seconds),
              sum(maintenance_seconds), min(first_at), max(end_at)
            FROM {rollup.Item1} GROUP BY target, bucket
            """)),
        ("asn_rollup_daily",
            """
            SELECT asn, family, day, basis, sum(bins), sum(unknown_seconds), sum(warm_up_seconds), sum(normal_seconds), sum(warning_seconds), sum(partial_seconds), sum(critical_seconds),
              round(sum(visibility_seconds), 3), min(min_visibility), max(max_origin_changed), max(max_space_blocks), min(first_at), max(end_at)
            FROM asn_rollup_daily GROUP BY asn, family, day, basis
            """),
    ];

    ClusterPlace(ReplayPlace place, Broker broker, TopicNames topics, int resultPartitions)
    {
        ResultPartitions = resultPartitions;
        Place = place;
        Broker = broker;
        Topics = topics;
    }

    public ReplayPlace Place { get; }

    public Broker Broker { get; }

    public TopicNames Topics { get; }

    public int ResultPartitions { get; }

    /// <summary>A broker with the topics, and a folder; skips the test where there is no engine or no client library.</summary>
    public static async Task<ClusterPlace> StartAsync(int partitions = 4)
    {
        var place = ReplayPlace.New();
        var topics = new TopicNames($"test-{Guid.NewGuid():N}");
        const int results = 2;
        return new ClusterPlace(place, await Broker.StartAsync((topics.Routes, partitions), (topics.Probes, partitions), (topics.Results, results)), topics, results);
    }

    /// <summary>A broker with the topics and changelogs of the topology for a data set that is made first.</summary>
    public static async Task<(ClusterPlace Cluster, LabelledSet Set)> StartTopologyAsync(string scenario, int partitions, int entities)
    {
        var place = ReplayPlace.New();
        var set = LabelledSet.Make(place, scenario, 1);
        return (await StartTopologyAsync(place, partitions, entities, ["--event-time", "--all-asns", .. set.Watch is null ? [] : new[] { "--watch", set.Watch }]), set);
    }

    /// <summary>A broker with the topics and changelogs of the topology of these words: the changelogs' names are those of its run.</summary>
    public static async Task<ClusterPlace> StartTopologyAsync(ReplayPlace place, int partitions, int entities, string[] words)
    {
        var topics = new TopicNames($"test-{Guid.NewGuid():N}");
        var (routes, few) = (partitions.ToString(CultureInfo.InvariantCulture), entities.ToString(CultureInfo.InvariantCulture));
        var described = await RunAsync(
        [
            // of no brokers, also where STREAMWATCH_KAFKA names one: it has none of these topics yet
            "topology", "--kafka", "", "--json", "--topics", topics.Prefix, "--partitions", routes, "--entity-partitions", few, .. words,
        ]);
        var topology = JsonDocument.Parse(described).RootElement;
        var names = topology.GetProperty("topics").EnumerateArray().Select(topic => (topic.GetProperty("name").GetString()!, topic.GetProperty("partitions").GetInt32()))
            .Concat(topology.GetProperty("tasks").EnumerateArray().Select(task => (task.GetProperty("changelog").GetString()!, task.GetProperty("changelog_partitions").GetInt32())));
        return new ClusterPlace(place, await Broker.StartAsync([.. names]), topics, partitions);
    }

    /// <summary>The words that publish a data set.</summary>
    public string[] Collect(IEnumerable<string> paths) => ["collect", "--json", .. Common(), .. paths];

    /// <summary>The words that probe and publish until they are stopped.</summary>
    public string[] CollectLive(string watch, string outbox) => ["collect", "--watch", watch, "--outbox", outbox, "--round-every", "200ms", .. Common()];

    /// <summary>The words that detect live, with bins of a second, until they are stopped.</summary>
    public string[] DetectLive(string watch) => ["detect", .. LiveWatch(watch), .. Common()];

    /// <summary>The words that have the topology detect live, with bins of a second, until it is stopped.</summary>
    public string[] DetectLiveByTopology(string watch) => [.. DetectLive(watch), "--engine", "streamiz"];

    /// <summary>What decides in a live watch with bins of a second.</summary>
    public static string[] LiveWatch(string watch) => ["--watch", watch, "--target-bin", "1s", "--target-grace", "2s", "--target-idle-after", "4s", "--target-warm-up", "6"];

    /// <summary>The words that detect to the end of the streams.</summary>
    public string[] Detect(string? watch, string level = "warning") =>
        ["detect", "--json", "--event-time", "--all-asns", .. Common(level), .. watch is null ? [] : new[] { "--watch", watch }];

    /// <summary>The words that detect live what two producers publish, with bins of a second, short patience and checkpoints.</summary>
    public string[] DetectLiveFromCheckpoints(string watch, string every) =>
    [
        .. DetectLive(watch), "--idle-after", "2s", "--producers", "collector", "second", "--checkpoints", Place.At("checkpoints"), "--checkpoint-every", every,
    ];

    /// <summary>The words that detect to the end of the streams, with checkpoints as often as may be.</summary>
    public string[] DetectFromCheckpoints(string? watch) => [.. Detect(watch), "--checkpoints", Place.At("checkpoints"), "--checkpoint-every", "100ms"];

    /// <summary>The words that have the topology detect to the end of the streams.</summary>
    public string[] DetectByTopology(string? watch, int threads) =>
        [.. Detect(watch), "--engine", "streamiz", "--threads", threads.ToString(CultureInfo.InvariantCulture)];

    /// <summary>The words that store up to the end of the partitions.</summary>
    public string[] Store(string data) => StoreWords("--data", Place.At(data));

    /// <summary>The same, to a server.</summary>
    public string[] StoreAt(Uri server) => StoreWords("--clickhouse", server.ToString());

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

    /// <summary>
    /// Counts and checksums of everything that is stored and of every roll-up, without the columns that say where a row came from; and that the roll-ups are those of their rows.
    /// </summary>
    public Task<string> StateAsync(string data) => StateAsync(Place, data);

    /// <summary>The same, of a place without a cluster.</summary>
    public static async Task<string> StateAsync(ReplayPlace place, string data)
    {
        await using var store = await StreamWatchStore.OpenAsync(
            new StoreOptions { DataDirectory = place.At(data), Purpose = "test", Time = TimeProvider.System }, TestContext.Current.CancellationToken);
        return await StateAsync(store);
    }

    /// <summary>The same, of a store that is open.</summary>
    public static async Task<string> StateAsync(StreamWatchStore store)
    {
        Assert.Empty(await store.Rollups.CompareAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, TestContext.Current.CancellationToken));
        var parts = Tables.Select(table => (Name: table, Rows: $"SELECT * EXCEPT ('^(source_id|block|run_id)$') FROM {table}")).Concat(Rollups)
            .Select(part => $"SELECT '{part.Name}' AS name, count() AS rows, sum(cityHash64(toString(tuple(*)))) AS checksum FROM ({part.Rows})");
        return await TextAsync(store, $"SELECT * FROM ({string.Join(" UNION ALL ", parts)}) ORDER BY name");
    }

    /// <summary>Blocks by what the ledger says of them: <c>stored</c>, and <c>void</c> for those whose outcome had to be found and was that nothing is there.</summary>
    public async Task<string> BlocksAsync(string data)
    {
        await using var store = await StreamWatchStore.OpenAsync(
            new StoreOptions { DataDirectory = Place.At(data), Purpose = "test", Time = TimeProvider.System }, TestContext.Current.CancellationToken);
        return (await TextAsync(store, "SELECT stage, count() FROM ledger GROUP BY stage ORDER BY stage")).Replace('\t', ' ').Replace('\n', ',');
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        Place.Dispose();
    }

    static async Task<string> TextAsync(StreamWatchStore store, string sql)
    {
        await using var answer = await store.ClickHouse.OpenAsync(new Statement("test", sql).Setting("database", store.Database), "TSV", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(answer);
        return (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd('\n');
    }

    /// <summary>
    /// It says when it has its partitions; and a life that was killed keeps them from the next one for not too long. (Not under 4 s: the mock broker lets the first member wait for 3 s,
    /// and forgets it where its time is up by then.)
    /// </summary>
    string[] StoreWords(params string[] target) =>
        ["store", "--json", "--until-end", "--store-every", "100ms", "--member-timeout", "5s", .. target, .. Common("information")];

    string[] Common(string level = "warning") => ["--kafka", Broker.Address, "--topics", Topics.Prefix, "--log-level", level];
}
