namespace StreamWatch.Collectors.Archives;

/// <summary>Finds the files of a folder and those within it. Links are followed, and no folder is visited twice, so that links in a circle end.</summary>
internal static class FolderFiles
{
    /// <summary>The files, in order of their paths.</summary>
    public static IReadOnlyList<string> Under(string folder)
    {
        var found = new List<string>();
        Visit(new DirectoryInfo(folder), [], found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Visit(DirectoryInfo folder, HashSet<string> visited, List<string> found)
    {
        if (!visited.Add(RealPath(folder.FullName)))
        {
            return;
        }

        // What is a folder of its own before what only leads to one: a file is named by where it lies.
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.LinkTarget is not null).ThenBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (Directory.Exists(entry.FullName))
            {
                Visit(new DirectoryInfo(Path.Combine(folder.ToString(), entry.Name)), visited, found);
            }
            else
            {
                // As it was named: what is said of it is found again.
                found.Add(Path.Combine(folder.ToString(), entry.Name));
            }
        }
    }

    /// <summary>The path without links, part by part.</summary>
    private static string RealPath(string path)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var realParent = RealPath(parent);
        var real = Path.Combine(realParent, Path.GetFileName(path));
        return new DirectoryInfo(real).LinkTarget is { } target ? RealPath(Path.GetFullPath(Path.Combine(realParent, target))) : real;
    }
}
