using StreamWatch.Collectors.Feeds;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.App.Evaluation;

/// <summary>Finds the folders of labelled data among and within some folders: those that hold a <c>truth.json</c>.</summary>
internal static class LabelledFolders
{
    /// <summary>The folders in order of their paths, each once. Links within are not followed.</summary>
    /// <exception cref="FeedException">A folder is not there, or holds no labelled data.</exception>
    public static IReadOnlyList<string> Under(IReadOnlyList<string> paths)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                throw new FeedException(File.Exists(path)
                    ? $"{path}: is a file; name a folder that holds {TruthFile.Name}, or one that holds such folders"
                    : $"{path}: no such folder");
            }

            var before = found.Count;
            try
            {
                if (!Visit(path, found) && found.Count == before)
                {
                    throw new FeedException($"{path}: there is no {TruthFile.Name} in it or below; docs/formats.md describes folders of labelled data, and simulate writes them");
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new FeedException($"{path}: {e.Message}", e);
            }
        }

        return [.. found.Values];
    }

    private static bool Visit(string folder, SortedDictionary<string, string> found)
    {
        if (File.Exists(Path.Combine(folder, TruthFile.Name)))
        {
            found.TryAdd(Path.GetFullPath(folder), folder);
            return true;
        }

        var any = false;
        foreach (var inner in new DirectoryInfo(folder).EnumerateDirectories().Where(inner => inner.LinkTarget is null))
        {
            any |= Visit(Path.Combine(folder, inner.Name), found);
        }

        return any;
    }
}
