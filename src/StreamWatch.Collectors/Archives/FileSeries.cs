namespace StreamWatch.Collectors.Archives;

/// <summary>
/// Finds what is missing in the series of update files of a route collector. Archives cut their files at a fixed step;
/// what lies between the end of a file's step and the start of the next file was never read.
/// </summary>
public static class FileSeries
{
    /// <summary>The stretches that no file covers. A file that is there and holds nothing says that nothing was heard.</summary>
    /// <param name="archive">The input.</param>
    public static IReadOnlyList<(string Collector, DateTime From, DateTime To)> Uncovered(Archive archive) =>
        Uncovered(archive.Files.Select(file => (file.Collector, file.Path)).Concat(archive.EmptyFiles));

    /// <summary>The same of files by their names alone.</summary>
    /// <param name="files">Route collector and path or name of each file, empty ones included.</param>
    public static IReadOnlyList<(string Collector, DateTime From, DateTime To)> Uncovered(IEnumerable<(string Collector, string Path)> files)
    {
        var uncovered = new List<(string, DateTime, DateTime)>();
        foreach (var group in files.GroupBy(file => file.Collector).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var starts = group.Select(file => ArchiveFileName.UpdatesFrom(file.Path)).OfType<DateTime>().Distinct().Order().ToList();
            if (Step(starts) is not { } step)
            {
                continue;
            }

            for (var i = 1; i < starts.Count; i++)
            {
                if (starts[i] - starts[i - 1] > step)
                {
                    uncovered.Add((group.Key, starts[i - 1] + step, starts[i]));
                }
            }
        }

        return uncovered;
    }

    /// <summary>The commonest distance between two files, the shorter one where two are as common; null for fewer than three files.</summary>
    private static TimeSpan? Step(List<DateTime> starts) => starts.Count < 3
        ? null
        : starts.Zip(starts.Skip(1), (a, b) => b - a)
            .GroupBy(distance => distance)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key)
            .First().Key;
}
