using StreamWatch.App.Incidents;
using StreamWatch.App.Replay;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Archives;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Watching;
using StreamWatch.Simulation;
using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.App.Evaluation;

/// <summary>Has the detection decide over a folder of labelled data and lays what it finds beside the truth; stores nothing.</summary>
internal sealed class FolderEvaluator(LabelledFolder folder, WatchList watch)
{
    private const string ProbesFolder = "probes";
    private const string WatchName = "watch.json";

    /// <summary>The watch file and the truth of a folder; null where they have faults, which are added.</summary>
    public static FolderEvaluator? Open(string folder, List<string> faults)
    {
        var path = Path.Combine(folder, WatchName);
        var watch = File.Exists(path) ? WatchFile.Load(path, faults) : WatchList.Empty;
        return LabelledFolderReader.Read(folder, watch.Asns, faults) is { } truth ? new FolderEvaluator(truth, watch) : null;
    }

    /// <exception cref="FeedException">The folder holds nothing to read, or a file cannot be read.</exception>
    public FolderResult Evaluate(CancellationToken cancellation)
    {
        var paths = new[] { SimulationScenario.CollectorsFolder, ProbesFolder }
            .Select(name => Path.Combine(folder.Path, name))
            .Where(Directory.Exists)
            .ToList();
        if (paths.Count == 0)
        {
            throw new FeedException($"{folder.Path}: has a truth and no data; there have to be {SimulationScenario.CollectorsFolder}/ or {ProbesFolder}/ beside it");
        }

        var options = new ReplayOptions
        {
            Paths = paths,
            Watch = watch,
            Detection = new DetectionOptions { AllAsns = true, WatchedAsns = watch.Asns },
        };
        var archive = Archive.Find(paths, collector: null, cancellation);
        var statistics = new ReplayStatistics();
        var found = new LastRevisions();
        var pass = new DetectionPass(archive, options, statistics, found);
        pass.Read(pass.Routes, pass.Probes, cancellation);
        var outages = FoundOutages.Of(found.Outages, folder.EndAt, options.Detection.RebaselineAfter);
        return new FolderResult(folder, new OutageMatcher(options.Detection.Grace).Match(folder.Outages, outages, folder.Excused)) { Tears = statistics.Tears };
    }
}
