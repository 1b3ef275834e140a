using System.Globalization;
using StreamWatch.Engine.Checkpoints;

namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>
/// The folder with the checkpoints of a run: <c>RUN-NUMBER.checkpoint</c>, written under another name, flushed and renamed, and <c>RUN-NUMBER.decisions</c> with what was decided
/// behind each. Numbers grow; one process has the folder at a time.
/// </summary>
internal sealed class CheckpointFolder : IDisposable
{
    private const string Ending = ".checkpoint";
    private const string DecisionsEnding = ".decisions";
    private const string Unfinished = ".unfinished";
    private const string LockName = "checkpoints.lock";

    private readonly string _directory;
    private readonly string _runId;
    private readonly FileStream _held;

    private CheckpointFolder(string directory, string runId, FileStream held)
    {
        _directory = directory;
        _runId = runId;
        _held = held;
    }

    /// <summary>Numbers of the checkpoints that are there, the newest first.</summary>
    public IReadOnlyList<long> Checkpoints => [.. Numbers(Ending).OrderDescending()];

    /// <summary>Numbers of the files of decisions that are there, the oldest first.</summary>
    public IReadOnlyList<long> Decisions => [.. Numbers(DecisionsEnding).Order()];

    /// <summary>The number behind all that were given.</summary>
    public long Next => Numbers(Ending).Concat(Numbers(DecisionsEnding)).DefaultIfEmpty().Max() + 1;

    /// <summary>How many checkpoints are of other runs.</summary>
    public int Others => Directory.EnumerateFiles(_directory, "*" + Ending).Count() - Checkpoints.Count;

    /// <summary>Takes a folder, making it where missing.</summary>
    /// <exception cref="CheckpointException">It cannot be made or written, or another process has it.</exception>
    public static CheckpointFolder Open(string directory, string runId)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var held = new FileStream(Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            foreach (var file in Directory.EnumerateFiles(directory, runId + "-*" + Unfinished))
            {
                File.Delete(file);
            }

            return new CheckpointFolder(directory, runId, held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"the folder {directory} cannot be used: {e.Message}; another streamwatch detect may have it: name another with --checkpoints", e);
        }
    }

    /// <summary>Path of a checkpoint.</summary>
    public string PathOf(long number) => Named(number, Ending);

    /// <summary>Path of the decisions behind a checkpoint.</summary>
    public string DecisionsOf(long number) => Named(number, DecisionsEnding);

    /// <summary>Writes a checkpoint under its other name; whole and on disk when it returns.</summary>
    /// <returns>Its bytes.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public long Write(long number, Action<Stream> write)
    {
        using var file = new FileStream(PathOf(number) + Unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        write(file);
        file.Flush(flushToDisk: true);
        return file.Length;
    }

    /// <summary>Gives a checkpoint its name: from now on it holds.</summary>
    public void Complete(long number) => File.Move(PathOf(number) + Unfinished, PathOf(number), overwrite: true);

    /// <summary>Deletes everything before a number.</summary>
    public void DeleteBefore(long number)
    {
        foreach (var old in Numbers(Ending).Where(old => old < number).ToList())
        {
            File.Delete(PathOf(old));
        }

        foreach (var old in Numbers(DecisionsEnding).Where(old => old < number).ToList())
        {
            File.Delete(DecisionsOf(old));
        }
    }

    public void Dispose() => _held.Dispose();

    private string Named(long number, string ending) => Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{_runId}-{number:D10}{ending}"));

    private IEnumerable<long> Numbers(string ending)
    {
        foreach (var path in Directory.EnumerateFiles(_directory, $"{_runId}-*{ending}"))
        {
            if (long.TryParse(Path.GetFileName(path.AsSpan())[(_runId.Length + 1)..^ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                yield return number;
            }
        }
    }
}
