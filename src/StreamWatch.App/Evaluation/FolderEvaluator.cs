using System.Security.Cryptography;
using StreamWatch.App.Replay;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Archives;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Watching;
using StreamWatch.Simulation;
using StreamWatch.Simulation.Evaluation;
using StreamWatch.Simulation.Truth;

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
        return LabelledFolderReader.Read(folder, watch, faults) is { } truth ? new FolderEvaluator(truth, watch) : null;
    }

    /// <exception cref="FeedException">The folder holds nothing to read, or a file cannot be read.</exception>
    public EvaluatedFolder Evaluate(CancellationToken cancellation)
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
        var rules = new RulesAtWork(options);
        var pass = new DetectionPass(archive, options, statistics, rules);
        rules.Attach(pass);
        pass.Read(pass.Routes, rules, cancellation);
        var matcher = new OutageMatcher(options.Detection.Grace);
        return new EvaluatedFolder(
            [
                .. RulesAtWork.All.Zip(rules.Finish(folder.EndAt), (rule, found) => new FolderResult(
                    folder, matcher.Match(rule.Asked(folder.Outages), found, folder.Excused))),
            ],
            ContentOf(archive),
            [.. archive.LeftOut.Select(reason => $"left out: {reason}"), .. statistics.Tears]);
    }

    private string ContentOf(Archive archive) => EvaluationRun.Hash(
    [
        .. new[] { TruthFile.Name, WatchName }
            .Select(name => Path.Combine(folder.Path, name))
            .Where(File.Exists)
            .Select(path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))),
        .. archive.Files.Select(file => $"{file.Content} {file.Collector}"),
        .. archive.ProbeFiles.Select(file => file.Content),
    ]);
}
