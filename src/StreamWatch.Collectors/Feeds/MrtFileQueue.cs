namespace StreamWatch.Collectors.Feeds;

/// <summary>
/// Opens the files of a list one after the other, in its order, while the next ones are already being decompressed. Memory stays bounded:
/// at most <c>filesAhead</c> + 1 files are open, each with the blocks its options allow.
/// </summary>
public sealed class MrtFileQueue : IDisposable
{
    private readonly IReadOnlyList<string> paths;
    private readonly MrtReaderOptions options;
    private readonly int filesAhead;
    private readonly Queue<Opening> openings = new();
    private int nextToOpen;
    private MrtFileReader? current;

    /// <param name="paths">The files, in the order in which they are wanted.</param>
    /// <param name="options">How each is read.</param>
    /// <param name="filesAhead">How many files may be decompressed beside the one being read: 0 to 64, by default one less than the processors.</param>
    public MrtFileQueue(IReadOnlyList<string> paths, MrtReaderOptions? options = null, int? filesAhead = null)
    {
        this.paths = paths;
        this.options = options ?? new MrtReaderOptions();
        this.filesAhead = Math.Clamp(filesAhead ?? (Environment.ProcessorCount - 1), 0, 64);
    }

    /// <summary>The file that <see cref="TryNext"/> last went to, also where it could not be opened.</summary>
    public string? CurrentPath { get; private set; }

    /// <summary>Goes to the next file and closes the one before.</summary>
    /// <exception cref="FeedException">This file gives no records; the next call goes on with the one after it.</exception>
    public bool TryNext(out MrtFileReader reader)
    {
        current?.Dispose();
        current = null;
        Open(1);
        if (openings.Count == 0)
        {
            CurrentPath = null;
            reader = null!;
            return false;
        }

        var opening = openings.Dequeue();
        CurrentPath = opening.Path;
        Open(filesAhead);
        if (opening.Fault is not null)
        {
            throw opening.Fault;
        }

        current = opening.Reader;
        current!.CheckStart();
        reader = current;
        return true;
    }

    public void Dispose()
    {
        current?.Dispose();
        current = null;
        foreach (var opening in openings)
        {
            opening.Reader?.Dispose();
        }

        openings.Clear();
    }

    private void Open(int atOnce)
    {
        while (nextToOpen < paths.Count && openings.Count < atOnce)
        {
            var path = paths[nextToOpen++];
            try
            {
                openings.Enqueue(new Opening(path, MrtFileReader.Start(path, options), null));
            }
            catch (FeedException e)
            {
                openings.Enqueue(new Opening(path, null, e));
            }
        }
    }

    private sealed record Opening(string Path, MrtFileReader? Reader, FeedException? Fault);
}
