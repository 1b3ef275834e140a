using System.Collections.Concurrent;
using System.Security.Cryptography;
using StreamWatch.Simulation;

namespace StreamWatch.Tests.Simulation;

/// <summary>A data set that was simulated into a temporary folder, which goes when it is disposed of.</summary>
sealed class SimulatedSet : IDisposable
{
    static readonly ConcurrentDictionary<(string, int), Lazy<SimulatedSet>> Made = new();

    SimulatedSet(DirectoryInfo folder, SimulationResult result)
    {
        Folder = folder;
        Result = result;
    }

    public DirectoryInfo Folder { get; }

    public SimulationResult Result { get; }

    /// <summary>The MRT files: tables first, then by time, as paths relative to the folder.</summary>
    public IReadOnlyList<string> Files => [.. Folder.EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => file.Name != "truth.json")
        .Select(file => Path.GetRelativePath(Folder.FullName, file.FullName))
        .OrderBy(Stamp, StringComparer.Ordinal)
        .ThenBy(path => path, StringComparer.Ordinal)];

    /// <summary>A set made once for all tests that look at it; <see cref="SimulatedSetFixture"/> disposes of it.</summary>
    public static SimulatedSet Of(string scenario, int seed) =>
        Made.GetOrAdd((scenario, seed), key => new Lazy<SimulatedSet>(() => Make(key.Item1, key.Item2))).Value;

    /// <summary>A set of one's own, to be disposed of.</summary>
    public static SimulatedSet Make(string scenario, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("streamwatch-simulated-");
        return new SimulatedSet(folder, SimulationScenario.Write(scenario, seed, folder));
    }

    public static void DisposeAll()
    {
        foreach (var made in Made.Values.Where(made => made.IsValueCreated))
        {
            made.Value.Dispose();
        }
    }

    public void Dispose() => Folder.Delete(recursive: true);

    /// <summary>A hash of all names and bytes, the truth included.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Files.Append("truth.json"))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(path));
            hash.AppendData(File.ReadAllBytes(Path.Combine(Folder.FullName, path)));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Date and time in a name, and within the same time tables before updates.</summary>
    static string Stamp(string path)
    {
        var name = Path.GetFileName(path);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return name[(dot + 1)..] + (name.StartsWith("updates", StringComparison.Ordinal) ? "b" : "a");
    }
}
