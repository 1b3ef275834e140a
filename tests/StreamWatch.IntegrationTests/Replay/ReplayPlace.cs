using StreamWatch.Storage.Embedded;
using Xunit;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary>A new folder of a test's own for inputs and data directories, and the streamwatch program run in it.</summary>
sealed class ReplayPlace : IDisposable
{
    ReplayPlace(DirectoryInfo folder) => Folder = folder;

    public DirectoryInfo Folder { get; }

    /// <summary>A new place; skips the test where there is no engine.</summary>
    public static ReplayPlace New()
    {
        Require();
        return new ReplayPlace(Directory.CreateTempSubdirectory("streamwatch-replay-"));
    }

    /// <summary>Skips the test where there is no engine.</summary>
    public static void Require() => Assert.SkipWhen(EngineLibrary.TryFind() is null, $"no ClickHouse engine: run npm ci, or set {EngineLibrary.Variable} to a libchdb.so");

    /// <summary>A path in the folder.</summary>
    public string At(string name) => Path.Combine(Folder.FullName, name);

    /// <summary>Replays everything in the paths; the lines of JSON that it prints.</summary>
    public async Task<IReadOnlyList<string>> ReplayAsync(string data, IEnumerable<string> paths, string? watch = null)
    {
        var (code, output, error) = await Storage.Program.RunAsync(Arguments(data, paths, watch));
        Assert.True(code == 0, $"replay ended with {code}: {error}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The words of a replay of all ASNs that prints JSON.</summary>
    public string[] Arguments(string data, IEnumerable<string> paths, string? watch = null) =>
        ["replay", "--all-asns", "--json", "--log-level", "error", "--data", At(data), .. watch is null ? [] : new[] { "--watch", watch }, .. paths];

    /// <summary>The answer to a query, in TSV without a head.</summary>
    public async Task<string> SqlAsync(string data, string query, params (string Name, string Value)[] parameters)
    {
        var words = parameters.SelectMany(parameter => new[] { "--param", $"{parameter.Name}={parameter.Value}" });
        var (code, output, error) = await Storage.Program.RunAsync(["sql", query, "--format", "TSV", "--data", At(data), .. words]);
        Assert.True(code == 0, $"sql ended with {code}: {error}");
        return output.TrimEnd('\n');
    }

    /// <summary>Writes a watch file that names these ASNs.</summary>
    public string Watch(IEnumerable<string> asns)
    {
        var path = At("watch.json");
        File.WriteAllText(path, $$"""{ "groups": [ { "name": "watched", "asns": [{{string.Join(", ", asns.Distinct())}}] } ] }""");
        return path;
    }

    public void Dispose() => Folder.Delete(recursive: true);
}
