using System.IO.Compression;
using StreamWatch.Simulation;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary>A simulated data set on disk, and the same records cut into other files.</summary>
sealed class SimulatedFiles
{
    SimulatedFiles(DirectoryInfo folder, GroundTruth truth)
    {
        // What is replayed are the dumps; the truth stays in memory.
        Folder = new DirectoryInfo(Path.Combine(folder.FullName, SimulationScenario.CollectorsFolder));
        Truth = truth;
        Files = [.. Folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => file.FullName)
            .OrderBy(Stamp, StringComparer.Ordinal).ThenBy(path => path, StringComparer.Ordinal)];
    }

    public DirectoryInfo Folder { get; }

    public GroundTruth Truth { get; }

    /// <summary>Full paths: by time, tables first.</summary>
    public IReadOnlyList<string> Files { get; }

    public static SimulatedFiles Make(ReplayPlace place, string scenario, int seed)
    {
        var folder = new DirectoryInfo(place.At($"{scenario}-{seed}"));
        return new SimulatedFiles(folder, SimulationScenario.Write(scenario, seed, folder).Truth);
    }

    /// <summary>One file for each collector, in a folder of its name: plain, or a gzip member for each file it is made of.</summary>
    public string Concatenate(ReplayPlace place, string name, bool gzip)
    {
        foreach (var collector in Files.GroupBy(file => Path.GetFileName(Path.GetDirectoryName(file))!))
        {
            var folder = Directory.CreateDirectory(Path.Combine(place.At(name), collector.Key));
            using var all = File.Create(Path.Combine(folder.FullName, gzip ? "all.gz" : "all"));
            foreach (var file in collector)
            {
                using var part = File.OpenRead(file);
                using var member = gzip ? new GZipStream(all, CompressionLevel.Fastest, leaveOpen: true) : null;
                part.CopyTo(member ?? (Stream)all);
            }
        }

        return place.At(name);
    }

    static string Stamp(string path)
    {
        var name = Path.GetFileName(path);
        var stamp = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return stamp + (name.StartsWith("updates", StringComparison.Ordinal) ? "b" : "a");
    }
}
