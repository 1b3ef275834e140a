using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using StreamWatch.Simulation;

namespace StreamWatch.Tests.Simulation;

/// <summary>A data set that was simulated into a temporary folder, which goes when it is disposed of.</summary>
sealed class SimulatedSet : IDisposable
{
    static readonly ConcurrentDictionary<(string, int), Lazy<SimulatedSet>> Made = new();

    SimulatedSet(DirectoryInfo home, SimulationResult result)
    {
        Home = home;
        Folder = new DirectoryInfo(Path.Combine(home.FullName, SimulationScenario.CollectorsFolder));
        Result = result;
    }

    /// <summary>Everything that was written.</summary>
    public DirectoryInfo Home { get; }

    /// <summary>The folders of the route collectors.</summary>
    public DirectoryInfo Folder { get; }

    public SimulationResult Result { get; }

    /// <summary>The MRT files: tables first, then by time, as paths relative to the folder.</summary>
    public IReadOnlyList<string> Files => [.. Folder.EnumerateFiles("*", SearchOption.AllDirectories)
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

    /// <summary>The files of probe results, by vantage point and day.</summary>
    public IReadOnlyList<string> ProbeFiles => [.. Home.EnumerateFiles("*.jsonl.gz", SearchOption.AllDirectories)
        .Select(file => file.FullName).Order(StringComparer.Ordinal)];

    public void Dispose() => Home.Delete(recursive: true);

    /// <summary>A hash of all names and contents, the truth included; of what is packed, unpacked.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Home.EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(Home.FullName, file.FullName)));
            using var bytes = file.OpenRead();
            using var content = file.Extension == ".gz" ? new GZipStream(bytes, CompressionMode.Decompress) : (Stream)bytes;
            using var whole = new MemoryStream();
            content.CopyTo(whole);
            hash.AppendData(whole.ToArray());
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
