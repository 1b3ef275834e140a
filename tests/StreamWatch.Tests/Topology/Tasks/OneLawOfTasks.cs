using StreamWatch.App.Collecting;
using StreamWatch.App.Replay;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Archives;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Watching;
using StreamWatch.Schemas.Results;
using StreamWatch.Simulation;
using StreamWatch.Tests.App.Collecting;
using StreamWatch.Tests.Simulation;
using StreamWatch.Topology.Tasks;
using Xunit;

namespace StreamWatch.Tests.Topology.Tasks;

/// <summary>
/// The law that holds the topology and the in-process engine together: what is spread over buckets and entities gives what a replay gives, bin by bin and word
/// by word, however the messages between the tasks come in between each other.
/// </summary>
public sealed class OneLawOfTasks
{
    static readonly string[] Parts = ["collectors", "probes"];

    public static TheoryData<string> All => [.. ScenarioRegistry.All.Select(scenario => scenario.Name)];

    [Theory]
    [InlineData("founding")]
    [InlineData("ddos")]
    [InlineData("cable-cut")]
    [InlineData("resets-with-states")]
    [InlineData("vantage-loss")]
    [InlineData("learned")]
    public void What_is_spread_over_tasks_decides_as_a_replay(string scenario) => Judge(scenario, 11);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(All))]
    public void What_is_spread_over_tasks_decides_as_a_replay_in_every_scenario(string scenario) => Judge(scenario, 1, 2, 3);

    [Fact]
    [Trait("Tier", "long")]
    public void The_36_files_of_RouteViews_decide_as_a_replay()
    {
        var paths = SharedData.Files("mrt-routeviews-2008").ToList();
        var options = new ReplayOptions { Paths = paths, Detection = new DetectionOptions { AllAsns = true } };
        var archive = Archive.Find(paths, collector: null, TestContext.Current.CancellationToken);
        var replayed = Replayed(archive, options);
        TestContext.Current.SendDiagnosticMessage($"{replayed.Lines.Count} rows, {replayed.Outages} revisions of outages");
        var rounds = new KeptRounds();
        new ArchiveCollection(archive, "collector", 8, 1).Read(rounds, 0, new ReplayStatistics(), null, TestContext.Current.CancellationToken);
        AssertSame(replayed, Detect(rounds, options, (8, 1, 4), Math.Max(2, rounds.All.Count / 5), 11));
    }

    static void Judge(string scenario, params int[] seeds)
    {
        var set = SimulatedSet.Of(scenario, 1);
        var faults = new List<string>();
        var file = Path.Combine(set.Home.FullName, "watch.json");
        var watch = File.Exists(file) ? WatchFile.Load(file, faults) : WatchList.Empty;
        Assert.Empty(faults);
        var paths = Parts.Select(name => Path.Combine(set.Home.FullName, name)).Where(Directory.Exists).ToList();
        var options = new ReplayOptions { Paths = paths, Watch = watch, Detection = new DetectionOptions { AllAsns = true, WatchedAsns = watch.Asns } };
        var archive = Archive.Find(paths, collector: null, TestContext.Current.CancellationToken);

        var replayed = Replayed(archive, options);
        Assert.True(replayed.Lines.Count > 100);

        foreach (var (routes, probes, entities) in new[] { (1, 1, 1), (5, 3, 4) })
        {
            var rounds = new KeptRounds();
            new ArchiveCollection(archive, "collector", routes, probes).Read(rounds, 0, new ReplayStatistics(), null, TestContext.Current.CancellationToken);
            foreach (var seed in seeds)
            {
                // A state is read back now and then, about ten times in a run.
                AssertSame(replayed, Detect(rounds, options, (routes, probes, entities), Math.Max(2, rounds.All.Count / 10), seed));
            }
        }
    }

    static HeardResults Replayed(Archive archive, ReplayOptions options)
    {
        var replayed = new HeardResults();
        var pass = new DetectionPass(archive, options, new ReplayStatistics(), replayed);
        pass.Read(pass.Routes, pass.Probes, TestContext.Current.CancellationToken);
        return replayed;
    }

    static void AssertSame(HeardResults replayed, List<string> found)
    {
        var (expected, actual) = (Sorted(replayed.Lines), Sorted(found));
        Assert.Equal([], expected.Except(actual, StringComparer.Ordinal).Zip(actual.Except(expected, StringComparer.Ordinal), Differ).Take(5));
        Assert.Equal(expected.Count, actual.Count);
    }

    static List<string> Detect(KeptRounds rounds, ReplayOptions options, (int Routes, int Probes, int Entities) partitions, int restartEvery, int seed)
    {
        var random = new Random(seed);
        var net = new TaskNet(new TaskOptions
        {
            RunId = "run",
            Watch = options.Watch,
            Detection = options.Detection,
            Probing = options.Probing,
            Producers = ["collector"],
            EventTime = true,
            RoutePartitions = partitions.Routes,
            ProbePartitions = partitions.Probes,
            EntityPartitions = partitions.Entities,
            ResultPartitions = 2,
        });
        foreach (var (isRoutes, partition, batch) in rounds.Shuffled(random))
        {
            net.Take(isRoutes, partition, batch);
            net.Deliver(random, random.Next(20));
            if (random.Next(restartEvery) == 0)
            {
                net.Restart(random);
            }
        }

        while (net.Deliver(random, 1000))
        {
        }

        Assert.Equal([], net.Unfinished);
        return [.. net.Results.Select(result => ResultCodec.Read(result.Batch)).SelectMany(Lines)];
    }

    static IEnumerable<string> Lines(StreamWatch.Schemas.Contracts.ResultBatch batch) =>
        batch.AsnBins.Select(row => ResultCodec.Of(row).ToString()).Concat(batch.TargetBins.Select(row => ResultCodec.Of(row).ToString())).Concat(batch.Outages.Select(row => row.ToString()));

    /// <summary>Where two lines part.</summary>
    static string Differ(string expected, string actual)
    {
        const int around = 250;
        var at = Math.Max(0, expected.AsSpan().CommonPrefixLength(actual) - around);
        return $"{expected[..Math.Min(60, expected.Length)]} : {expected.AsSpan(at)[..Math.Min(2 * around, expected.Length - at)]} / {actual.AsSpan(at)[..Math.Min(2 * around, actual.Length - at)]}";
    }

    static List<string> Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];
}
