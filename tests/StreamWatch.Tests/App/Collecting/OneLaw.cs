using StreamWatch.App.Collecting;
using StreamWatch.App.Detecting;
using StreamWatch.App.Replay;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Archives;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Watching;
using StreamWatch.Engine;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Routes;
using StreamWatch.Simulation;
using StreamWatch.Tests.Simulation;
using Xunit;

namespace StreamWatch.Tests.App.Collecting;

/// <summary>
/// The law that holds the two profiles together: what is collected, spread over partitions and told to a detection elsewhere gives what a replay gives, bin by bin
/// and word by word, however the partitions come in between each other and whatever is published twice.
/// </summary>
public sealed class OneLaw
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
    public void What_is_collected_decides_as_a_replay(string scenario) => Judge(scenario);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(All))]
    public void What_is_collected_decides_as_a_replay_in_every_scenario(string scenario) => Judge(scenario);

    [Fact]
    [Trait("Tier", "long")]
    public void The_36_files_of_RouteViews_decide_as_a_replay()
    {
        var paths = SharedData.Files("mrt-routeviews-2008").ToList();
        var options = new ReplayOptions { Paths = paths, Detection = new DetectionOptions { AllAsns = true } };
        var archive = Archive.Find(paths, collector: null, TestContext.Current.CancellationToken);
        var replayed = new HeardResults();
        var pass = new DetectionPass(archive, options, new ReplayStatistics(), replayed);
        pass.Read(pass.Routes, pass.Probes, TestContext.Current.CancellationToken);
        var rounds = new KeptRounds();
        new ArchiveCollection(archive, "collector", 8, 1).Read(rounds, 0, new ReplayStatistics(), null, TestContext.Current.CancellationToken);
        Assert.Equal(replayed.Lines, Detect(rounds.Shuffled(new Random(7)), options));
    }

    static void Judge(string scenario)
    {
        var set = SimulatedSet.Of(scenario, 1);
        var faults = new List<string>();
        var file = Path.Combine(set.Home.FullName, "watch.json");
        var watch = File.Exists(file) ? WatchFile.Load(file, faults) : WatchList.Empty;
        Assert.Empty(faults);
        var paths = Parts.Select(name => Path.Combine(set.Home.FullName, name)).Where(Directory.Exists).ToList();
        var options = new ReplayOptions { Paths = paths, Watch = watch, Detection = new DetectionOptions { AllAsns = true, WatchedAsns = watch.Asns } };
        var archive = Archive.Find(paths, collector: null, TestContext.Current.CancellationToken);

        var replayed = new HeardResults();
        var pass = new DetectionPass(archive, options, new ReplayStatistics(), replayed);
        pass.Read(pass.Routes, pass.Probes, TestContext.Current.CancellationToken);
        Assert.True(replayed.Lines.Count > 100);

        foreach (var (routes, probes) in new[] { (1, 1), (5, 3) })
        {
            var rounds = new KeptRounds();
            new ArchiveCollection(archive, "collector", routes, probes).Read(rounds, 0, new ReplayStatistics(), null, TestContext.Current.CancellationToken);
            Assert.Equal(replayed.Lines, Detect(rounds.Shuffled(new Random(7)), options));
        }
    }

    static List<string> Detect(IEnumerable<(bool IsRoutes, int Partition, byte[] Batch)> batches, ReplayOptions options)
    {
        var heard = new HeardResults();
        var engine = new OutageEngine(options.Watch, options.Detection, options.Probing, heard);
        var input = new EngineInput(engine, _ => { });
        var merge = new EventTimeMerge(input, ["collector"]);
        foreach (var (isRoutes, partition, batch) in batches)
        {
            if (isRoutes)
            {
                merge.Take(new RouteBatchReader(batch, partition));
            }
            else
            {
                merge.Take(new ProbeBatchReader(batch, partition));
            }

            merge.Pump(_ => false);
        }

        Assert.True(merge.HasEnded);
        Assert.Equal(0, merge.Missing);
        input.Complete();
        return heard.Lines;
    }
}
