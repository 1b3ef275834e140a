namespace StreamWatch.Tests.Architecture;

/// <summary>The clone these tests were built from: the nearest folder above the test program that holds StreamWatch.sln.</summary>
static class Repository
{
    /// <summary>Folders that are never ours: build output, packages, version control, results.</summary>
    static readonly HashSet<string> Ignored = ["bin", "obj", ".git", ".streamwatch", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>The full path of the clone.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file of the clone by its path relative to <see cref="Root"/>, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Walk(Root).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>The names of the projects under <paramref name="folder"/> (`src` or `tests`).</summary>
    public static IReadOnlyList<string> ProjectsIn(string folder) =>
        [.. Files.Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal) && f.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(f => Path.GetFileNameWithoutExtension(f))];

    /// <summary>The text of a file by its path relative to <see cref="Root"/>.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder).Where(d => !Ignored.Contains(Path.GetFileName(d))).SelectMany(Walk));

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "StreamWatch.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds StreamWatch.sln.");
    }
}
