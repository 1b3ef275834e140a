using System.Security.Cryptography;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.Collectors.Archives;

/// <summary>The files of a replay, in order of time, and what was left out of them and why.</summary>
/// <param name="Files">The files.</param>
/// <param name="LeftOut">Files in folders that are not MRT, empty files, and files given twice: a line each.</param>
public sealed record Archive(IReadOnlyList<ArchiveFile> Files, IReadOnlyList<string> LeftOut)
{
    /// <summary>Files that are whole and hold nothing: their collector was there and heard nothing.</summary>
    public IReadOnlyList<(string Collector, string Path)> EmptyFiles { get; init; } = [];

    /// <summary>Finds the files and looks at the start of each.</summary>
    /// <param name="paths">Files and folders; folders are searched through.</param>
    /// <param name="collector">Name of the route collector of all of them; null to read it from the paths.</param>
    /// <param name="cancellation">Stops between two files.</param>
    /// <exception cref="FeedException">A path is not there, a folder holds no MRT file, or a file that was named is not MRT.</exception>
    public static Archive Find(IReadOnlyList<string> paths, string? collector, CancellationToken cancellation)
    {
        var leftOut = new List<string>();
        var named = new List<(string Path, bool IsNamed)>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                var found = FolderFiles.Under(path);
                if (found.Count == 0)
                {
                    throw new FeedException($"{path}: the folder is empty; name MRT files, or folders that hold some");
                }

                named.AddRange(found.Select(file => (file, false)));
            }
            else if (File.Exists(path))
            {
                named.Add((path, true));
            }
            else
            {
                throw new FeedException($"{path}: no such file or folder");
            }
        }

        var files = new ArchiveFile?[named.Count];
        var reasons = new string?[named.Count];
        var empty = new bool[named.Count];
        Parallel.For(0, named.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            try
            {
                files[i] = Look(named[i].Path, collector);
                empty[i] = files[i] is null;
            }
            catch (FeedException e)
            {
                reasons[i] = e.Message;
            }
        });

        for (var i = 0; i < named.Count; i++)
        {
            if (reasons[i] is { } reason)
            {
                if (named[i].IsNamed)
                {
                    throw new FeedException(reason);
                }

                leftOut.Add(reason);
            }
        }

        var emptyFiles = named.Where((_, i) => empty[i]).Select(file => file.Path).Order(StringComparer.Ordinal).ToList();
        leftOut.AddRange(emptyFiles.Select(path => $"{path}: is empty"));
        return new Archive(Order(files, leftOut, paths), leftOut)
        {
            EmptyFiles = [.. emptyFiles.Select(path => (collector ?? CollectorName.From(path), path))],
        };
    }

    private static bool IsEmpty(string path)
    {
        try
        {
            using var stream = FeedStream.Open(path, out _);
            return stream.ReadByte() < 0;
        }
        catch (InvalidDataException)
        {
            // Cut or damaged: whoever reads it says so.
            return false;
        }
    }

    private static List<ArchiveFile> Order(ArchiveFile?[] files, List<string> leftOut, IReadOnlyList<string> paths)
    {
        var ordered = new List<ArchiveFile>();
        var contents = new Dictionary<string, string>();
        foreach (var file in files.OfType<ArchiveFile>().Order())
        {
            if (contents.TryAdd(file.Content, file.Path))
            {
                ordered.Add(file);
            }
            else
            {
                leftOut.Add($"{file.Path}: the same content as {contents[file.Content]}");
            }
        }

        return ordered.Count > 0
            ? ordered
            : throw new FeedException($"{string.Join(", ", paths)}: no MRT file with a record among the {files.Length:N0} files there");
    }

    /// <summary>Looks at the first record; null where the file is whole and empty.</summary>
    private static ArchiveFile? Look(string path, string? collector)
    {
        if (IsEmpty(path))
        {
            return null;
        }

        using var reader = MrtFileReader.Open(path, new MrtReaderOptions { Background = false });
        if (!reader.TryRead(out var header, out _))
        {
            throw new FeedException($"{path}: holds no whole record{(reader.Tear is { } tear ? $": {tear.Reason} at byte {tear.Offset}" : "")}");
        }

        try
        {
            using var bytes = File.OpenRead(path);
            return new ArchiveFile(
                path,
                collector ?? CollectorName.From(path),
                Convert.ToHexStringLower(SHA256.HashData(bytes)),
                bytes.Length,
                header.TimeMicros,
                header.Type is MrtType.TableDump or MrtType.TableDumpV2);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FeedException($"{path}: {e.Message}", e);
        }
    }
}
