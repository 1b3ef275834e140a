using StreamWatch.IntegrationTests.Replay;
using StreamWatch.Simulation;

namespace StreamWatch.IntegrationTests.Redetect;

/// <summary>A simulated data set on disk, with its probe results and watch file where it has some.</summary>
sealed class LabelledSet
{
    LabelledSet(ReplayPlace place, DirectoryInfo folder)
    {
        Place = place;
        Folder = folder.FullName;
        var watch = Path.Combine(Folder, "watch.json");
        Watch = File.Exists(watch) ? watch : null;
    }

    public ReplayPlace Place { get; }

    public string Folder { get; }

    /// <summary>Full path of the watch file; null where there is none.</summary>
    public string? Watch { get; }

    /// <summary>Full paths of the files of a part of it, <c>collectors</c> or <c>probes</c>, in order.</summary>
    public IReadOnlyList<string> Files(string part) => Directory.Exists(Path.Combine(Folder, part))
        ? [.. Directory.EnumerateFiles(Path.Combine(Folder, part), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];

    public static LabelledSet Make(ReplayPlace place, string scenario, int seed)
    {
        var folder = new DirectoryInfo(place.At($"{scenario}-{seed}"));
        SimulationScenario.Write(scenario, seed, folder);
        return new LabelledSet(place, folder);
    }

    public Task<IReadOnlyList<string>> ReplayAsync(string data, params IEnumerable<string>[] files) =>
        Place.ReplayAsync(data, files.Length == 0 ? [Folder] : files.SelectMany(some => some), Watch);
}
