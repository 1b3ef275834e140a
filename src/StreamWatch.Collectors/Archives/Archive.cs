using System.Security.Cryptography;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Collectors.Results;

namespace StreamWatch.Collectors.Archives;

/// <summary>The files of a replay, in order of time, and what was left out of them and why.</summary>
/// <param name="Files">The MRT files.</param>
/// <param name="ProbeFiles">The files of probe results.</param>
/// <param name="LeftOut">Files in folders that are neither, empty files, and files given twice: a line each.</param>
public sealed record Archive(IReadOnlyList<ArchiveFile> Files, IReadOnlyList<ProbeFile> ProbeFiles, IReadOnlyList<string> LeftOut)
{
    private const int BytesLookedAt = 64;

    /// <summary>Size of all of them on disk, bytes.</summary>
    public long Bytes => Files.Sum(file => file.Bytes) + ProbeFiles.Sum(file => file.Bytes);

    /// <summary>Files that are whole and hold nothing: their collector was there and heard nothing.</summary>
    public IReadOnlyList<(string Collector, string Path)> EmptyFiles { get; init; } = [];

    /// <summary>Finds the files and looks at the start of each.</summary>
    /// <param name="paths">Files and folders; folders are searched through.</param>
    /// <param name="collector">Name of the route collector of all of them; null to read it from the paths.</param>
    /// <param name="cancellation">Stops between two files.</param>
    /// <exception cref="FeedException">A path is not there, a folder holds nothing to read, or a file that was named is neither MRT nor probe results.</exception>
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
                    throw new FeedException($"{path}: the folder is empty; name MRT files and files of probe results, or folders that hold some");
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
        var probes = new ProbeFile?[named.Count];
        var reasons = new string?[named.Count];
        var empty = new bool[named.Count];
        Parallel.For(0, named.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            try
            {
                var start = Start(named[i].Path);
                empty[i] = start is [];
                probes[i] = LooksLikeLines(start) ? ProbeFile.Look(named[i].Path) : null;
                files[i] = probes[i] is null && !empty[i] ? Look(named[i].Path, collector) : null;
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
        if (emptyFiles.Count > 0)
        {
            // Quiet quarters of an hour are common: their files are one line.
            leftOut.Add(emptyFiles.Count == 1 ? $"{emptyFiles[0]}: is empty" : $"{emptyFiles[0]} and {emptyFiles.Count - 1:N0} more files: are empty");
        }

        var archive = new Archive(
            Once(files.OfType<ArchiveFile>().Order(), file => (file.Content, file.Path), leftOut),
            Once(probes.OfType<ProbeFile>().Order(), file => (file.Content, file.Path), leftOut),
            leftOut)
        {
            EmptyFiles = [.. emptyFiles.Select(path => (collector ?? CollectorName.From(path), path))],
        };
        return archive.Files.Count + archive.ProbeFiles.Count > 0
            ? archive
            : throw new FeedException($"{string.Join(", ", paths)}: no MRT file with a record and no file of probe results among the {files.Length:N0} files there");
    }

    /// <summary>The first bytes of a file, unpacked; none where it is whole and empty, null where it cannot be unpacked: whoever reads it says so.</summary>
    private static byte[]? Start(string path)
    {
        using var stream = FeedStream.Open(path, out _);
        var start = new byte[BytesLookedAt];
        try
        {
            return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static List<T> Once<T>(IEnumerable<T> files, Func<T, (string Content, string Path)> identity, List<string> leftOut)
    {
        var ordered = new List<T>();
        var contents = new Dictionary<string, string>();
        foreach (var file in files)
        {
            var (content, path) = identity(file);
            if (contents.TryAdd(content, path))
            {
                ordered.Add(file);
            }
            else
            {
                leftOut.Add($"{path}: the same content as {contents[content]}");
            }
        }

        return ordered;
    }

    /// <summary>Whether a file begins as JSON does; MRT begins with a time.</summary>
    private static bool LooksLikeLines(byte[]? start) => start.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    /// <summary>Looks at the first record.</summary>
    private static ArchiveFile Look(string path, string? collector)
    {
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
