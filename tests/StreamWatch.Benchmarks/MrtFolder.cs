using StreamWatch.Collectors.Feeds;

namespace StreamWatch.Benchmarks;

/// <summary>The MRT files that are measured on.</summary>
static class MrtFolder
{
    /// <summary>The files of a folder in the order of their names; null, and a line that says why, where nothing can be compared here.</summary>
    /// <param name="folder">The folder; null means the RouteViews files beside the repository.</param>
    /// <param name="besideBgpdump">Whether bgpdump is needed.</param>
    public static string[]? Find(string? folder, bool besideBgpdump = true)
    {
        folder ??= SharedFolder();
        if (folder is null || !Directory.Exists(folder))
        {
            Console.WriteLine($"skipped: no folder {folder ?? "../shared/data/mrt-routeviews-2008 beside the repository"}");
            return null;
        }

        if (besideBgpdump && !IsInstalled("bgpdump"))
        {
            Console.WriteLine("skipped: bgpdump is not installed (apt-get install bgpdump)");
            return null;
        }

        return [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)];
    }

    /// <summary>Writes a file's decompressed bytes into a folder; the path of what was written.</summary>
    public static string Unpack(string file, string folder)
    {
        var target = Path.Combine(folder, Path.GetFileNameWithoutExtension(file));
        using var source = FeedStream.Open(file, out _);
        using var copy = File.Create(target);
        source.CopyTo(copy);
        return target;
    }

    /// <summary>Megabytes of the files together.</summary>
    public static double Megabytes(IEnumerable<string> files) => files.Sum(file => new FileInfo(file).Length) / 1e6;

    static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    static string? SharedFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "StreamWatch.sln")))
            {
                return Path.Combine(at.FullName, "..", "shared", "data", "mrt-routeviews-2008");
            }
        }

        return null;
    }
}
