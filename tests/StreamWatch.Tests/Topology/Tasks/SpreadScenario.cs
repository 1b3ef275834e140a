using StreamWatch.App.Collecting;
using StreamWatch.App.Replay;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Archives;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Watching;
using StreamWatch.Schemas.Results;
using StreamWatch.Tests.App.Collecting;
using StreamWatch.Tests.Simulation;
using StreamWatch.Topology.Tasks;
using Xunit;

namespace StreamWatch.Tests.Topology.Tasks;

/// <summary>A simulated scenario, or a folder of real files, as it is collected for the topology, and what a replay of it finds.</summary>
sealed class SpreadScenario
{
    static readonly string[] Parts = ["collectors", "probes"];

    readonly ReplayOptions _options;
    readonly Archive _archive;

    public SpreadScenario(string scenario)
    {
        var set = SimulatedSet.Of(scenario, 1);
        var faults = new List<string>();
        var file = Path.Combine(set.Home.FullName, "watch.json");
        var watch = File.Exists(file) ? WatchFile.Load(file, faults) : WatchList.Empty;
        Assert.Empty(faults);
        var paths = Parts.Select(name => Path.Combine(set.Home.FullName, name)).Where(Directory.Exists).ToList();
        (_options, _archive) = Of(paths, watch);
    }

    public SpreadScenario(IReadOnlyList<string> files) => (_options, _archive) = Of(files, WatchList.Empty);

    static (ReplayOptions Options, Archive Archive) Of(IReadOnlyList<string> paths, WatchList watch) => (
        new ReplayOptions { Paths = paths, Watch = watch, Detection = new DetectionOptions { AllAsns = true, WatchedAsns = watch.Asns } },
        Archive.Find(paths, collector: null, TestContext.Current.CancellationToken));

    /// <summary>What a replay finds, sorted.</summary>
    public List<string> Replayed()
    {
        var replayed = new HeardResults();
        var pass = new DetectionPass(_archive, _options, new ReplayStatistics(), replayed);
        pass.Read(pass.Routes, pass.Probes, TestContext.Current.CancellationToken);
        Assert.True(replayed.Lines.Count > 100);
        return Sorted(replayed.Lines);
    }

    /// <summary>What is collected, in some order of the partitions.</summary>
    public IEnumerable<(bool IsRoutes, int Partition, byte[] Batch)> Collected(int routes, int probes, Random random)
    {
        var rounds = new KeptRounds();
        new ArchiveCollection(_archive, "collector", routes, probes).Read(rounds, 0, new ReplayStatistics(), null, TestContext.Current.CancellationToken);
        return rounds.Shuffled(random);
    }

    public TaskOptions Tasks(int routes, int probes, int entities, int results) => new()
    {
        RunId = "run",
        Watch = _options.Watch,
        Detection = _options.Detection,
        Probing = _options.Probing,
        Producers = ["collector"],
        EventTime = true,
        RoutePartitions = routes,
        ProbePartitions = probes,
        EntityPartitions = entities,
        ResultPartitions = results,
    };

    /// <summary>What is found, sorted: rows by their number within a run, and none of them twice with another content.</summary>
    public static List<string> Found(IEnumerable<byte[]> batches)
    {
        var rows = new Dictionary<(string Run, char Kind, ulong Number), string>();
        foreach (var batch in batches.Select(bytes => ResultCodec.Read(bytes)))
        {
            Take('a', batch.FirstAsnBin, batch.AsnBins.Select(row => ResultCodec.Of(row).ToString()));
            Take('t', batch.FirstTargetBin, batch.TargetBins.Select(row => ResultCodec.Of(row).ToString()));
            Take('o', batch.FirstOutage, batch.Outages.Select(row => row.ToString()));

            void Take(char kind, ulong first, IEnumerable<string> lines)
            {
                foreach (var line in lines)
                {
                    var key = (batch.RunId, kind, first++);
                    Assert.Equal(rows.GetValueOrDefault(key, line), line);
                    rows[key] = line;
                }
            }
        }

        return Sorted(rows.Values);
    }

    public static void Equal(List<string> expected, List<string> actual)
    {
        Assert.Equal([], expected.Except(actual, StringComparer.Ordinal).Zip(actual.Except(expected, StringComparer.Ordinal), Differ).Take(5));
        Assert.Equal(expected.Count, actual.Count);
    }

    /// <summary>Where two lines part.</summary>
    static string Differ(string expected, string actual)
    {
        const int around = 250;
        var at = Math.Max(0, expected.AsSpan().CommonPrefixLength(actual) - around);
        return $"{expected[..Math.Min(60, expected.Length)]} : {expected.AsSpan(at)[..Math.Min(2 * around, expected.Length - at)]} / {actual.AsSpan(at)[..Math.Min(2 * around, actual.Length - at)]}";
    }

    static List<string> Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];
}
