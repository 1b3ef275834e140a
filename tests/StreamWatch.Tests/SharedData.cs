using Xunit;

namespace StreamWatch.Tests;

/// <summary>Real dumps that lie beside the repository and are never part of it. Tests that need them are skipped where they are absent.</summary>
static class SharedData
{
    /// <summary>Every file in a folder of the data, in order of name.</summary>
    public static IReadOnlyList<string> Files(string folder)
    {
        var path = Folder(folder);
        Assert.SkipUnless(path is not null, $"no folder ../shared/data/{folder} beside the repository");
        return [.. Directory.GetFiles(path!).Order(StringComparer.Ordinal)];
    }

    static string? Folder(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "StreamWatch.sln")))
            {
                var folder = Path.Combine(at.FullName, "..", "shared", "data", name);
                return Directory.Exists(folder) ? folder : null;
            }
        }

        return null;
    }
}
