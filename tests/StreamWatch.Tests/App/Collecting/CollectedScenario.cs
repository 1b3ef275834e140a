using StreamWatch.App.Collecting;
using StreamWatch.App.Detecting;
using StreamWatch.App.Replay;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Archives;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Watching;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Routes;
using StreamWatch.Simulation;
using StreamWatch.Tests.Simulation;
using Xunit;

namespace StreamWatch.Tests.App.Collecting;

/// <summary>A simulated scenario, or a folder of real files: what a replay of it finds, and what collecting processes publish of it.</summary>
sealed class CollectedScenario
{
    static readonly string[] Parts = ["collectors", "probes"];

    readonly Archive _archive;

    /// <param name="scenario">Its name.</param>
    /// <param name="only">Only this part of it: <c>collectors</c> or <c>probes</c>; null for all.</param>
    public CollectedScenario(string scenario, string? only = null)
    {
        var home = SimulatedSet.Of(scenario, 1).Home.FullName;
        var faults = new List<string>();
        var file = Path.Combine(home, "watch.json");
        var watch = File.Exists(file) ? WatchFile.Load(file, faults) : WatchList.Empty;
        Assert.Empty(faults);
        Producers = [.. Parts.Where(name => name == (only ?? name) && Directory.Exists(Path.Combine(home, name)))];
        (Options, _archive) = Of([.. Producers.Select(name => Path.Combine(home, name))], watch);
    }

    public CollectedScenario(IReadOnlyList<string> files)
    {
        Producers = [];
        (Options, _archive) = Of(files, WatchList.Empty);
    }

    /// <summary>All that can be simulated.</summary>
    public static TheoryData<string> Names => [.. ScenarioRegistry.All.Select(scenario => scenario.Name)];

    /// <summary>What decides: everything that is watched by name, and all ASNs.</summary>
    public ReplayOptions Options { get; }

    /// <summary>Its parts, each of which may have a collecting process of its own.</summary>
    public IReadOnlyList<string> Producers { get; }

    /// <summary>What a replay finds.</summary>
    public HeardResults Replayed()
    {
        var replayed = new HeardResults();
        var pass = new DetectionPass(_archive, Options, new ReplayStatistics(), replayed);
        pass.Read(pass.Routes, pass.Probes, TestContext.Current.CancellationToken);
        Assert.True(replayed.Lines.Count > 100);
        return replayed;
    }

    /// <summary>What one process publishes of it, <c>collector</c>.</summary>
    public KeptRounds Collected(int routes, int probes)
    {
        var rounds = new KeptRounds();
        Collect(_archive, "collector", routes, probes, rounds);
        return rounds;
    }

    /// <summary>What a process for each of its parts publishes of it.</summary>
    public KeptRounds CollectedApart(int routes, int probes)
    {
        var rounds = new KeptRounds();
        foreach (var (producer, path) in Producers.Zip(Options.Paths))
        {
            Collect(Archive.Find([path], collector: null, TestContext.Current.CancellationToken), producer, routes, probes, rounds);
        }

        return rounds;
    }

    /// <summary>Tells a batch to a detection.</summary>
    public static void Take(EventTimeMerge merge, bool isRoutes, int partition, byte[] batch)
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

    static (ReplayOptions Options, Archive Archive) Of(IReadOnlyList<string> paths, WatchList watch) => (
        new ReplayOptions { Paths = paths, Watch = watch, Detection = new DetectionOptions { AllAsns = true, WatchedAsns = watch.Asns } },
        Archive.Find(paths, collector: null, TestContext.Current.CancellationToken));

    static void Collect(Archive archive, string producer, int routes, int probes, KeptRounds rounds) =>
        new ArchiveCollection(archive, producer, routes, probes).Read(rounds, 0, new ReplayStatistics(), null, TestContext.Current.CancellationToken);
}
