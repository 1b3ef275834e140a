namespace StreamWatch.Tests.Architecture;

/// <summary>The clone these tests were built from: the nearest folder above the test program that holds StreamWatch.sln.</summary>
static class Repository
{
    /// <summary>The folders that are ours; anything else beside them (data of a demo, packages) is not looked at.</summary>
    static readonly string[] Folders = [".ci", "build", "docker", "docs", "schemas", "src", "tests"];

    /// <summary>Folders inside them that hold what a build or a benchmark wrote.</summary>
    static readonly HashSet<string> Written = ["bin", "obj", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>The full path of the clone.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file of the clone by its path relative to <see cref="Root"/>, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.EnumerateFiles(Root)
            .Concat(Folders.Select(f => Path.Combine(Root, f)).Where(Directory.Exists).SelectMany(Walk))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>The files under <paramref name="folder"/> whose names end in <paramref name="ending"/>.</summary>
    public static IEnumerable<string> FilesIn(string folder, string ending) =>
        Files.Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal) && f.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>The names of the projects under <paramref name="folder"/> (`src` or `tests`).</summary>
    public static IEnumerable<string> ProjectsIn(string folder) =>
        FilesIn(folder, ".csproj").Select(f => Path.GetFileNameWithoutExtension(f));

    /// <summary>The text of a file by its path relative to <see cref="Root"/>.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder).Where(d => !Written.Contains(Path.GetFileName(d))).SelectMany(Walk));

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
