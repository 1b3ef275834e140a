namespace StreamWatch.Collectors.Archives;

/// <summary>
/// Reads the files of an archive together, record by record in order of time, as if they were one stream. A file is opened
/// when its first record is near; the next ones are decompressed meanwhile. Memory is bounded by the files that overlap in time.
/// </summary>
public sealed class ArchiveReader<TSink> : IDisposable
    where TSink : IArchiveSink
{
    private readonly IReadOnlyList<ArchiveFile> _files;
    private readonly PriorityQueue<FileCursor<TSink>, (long Micros, int Number)> _open = new();
    private readonly Queue<FileCursor<TSink>> _ahead = new();
    private readonly int _filesAhead;
    private int _next;

    /// <summary>Makes a reader; nothing is opened yet.</summary>
    /// <param name="files">The files in order of their first records.</param>
    /// <param name="filesAhead">Files that are decompressed ahead of need: 1 to 64.</param>
    public ArchiveReader(IReadOnlyList<ArchiveFile> files, int filesAhead = 2)
    {
        _files = files;
        _filesAhead = Math.Clamp(filesAhead, 1, 64);
    }

    /// <summary>Reads all files into the sink.</summary>
    /// <param name="sink">Takes the elems.</param>
    /// <param name="cancellation">Stops between two records.</param>
    public void Read(ref TSink sink, CancellationToken cancellation)
    {
        Prefetch();
        while (_open.Count > 0 || _ahead.Count > 0)
        {
            while (_ahead.TryPeek(out var waiting) && (_open.Count == 0 || _open.Peek().NextMicros >= waiting.File.FirstMicros))
            {
                Enter(_ahead.Dequeue(), ref sink);
                Prefetch();
            }

            if (_open.TryDequeue(out var cursor, out _))
            {
                Follow(cursor, ref sink, cancellation);
            }
        }
    }

    public void Dispose()
    {
        foreach (var (cursor, _) in _open.UnorderedItems)
        {
            cursor.Dispose();
        }

        foreach (var cursor in _ahead)
        {
            cursor.Dispose();
        }

        _open.Clear();
        _ahead.Clear();
    }

    /// <summary>Passes on the records of a file as long as none of another is due.</summary>
    private void Follow(FileCursor<TSink> cursor, ref TSink sink, CancellationToken cancellation)
    {
        var until = _open.TryPeek(out var other, out _) ? other.NextMicros : long.MaxValue;
        until = _ahead.TryPeek(out var waiting) ? Math.Min(until, waiting.File.FirstMicros) : until;
        do
        {
            if (cancellation.IsCancellationRequested)
            {
                _open.Enqueue(cursor, (cursor.NextMicros, cursor.Number));
                cancellation.ThrowIfCancellationRequested();
            }

            sink.BeginRecord(cursor.Number, cursor.Header, cursor.IsPlausible);
            cursor.Decode(ref sink);
            sink.EndRecord(cursor.Number, cursor.Header);
            if (!cursor.Advance())
            {
                Leave(cursor, ref sink);
                return;
            }
        }
        while (cursor.NextMicros < until);

        _open.Enqueue(cursor, (cursor.NextMicros, cursor.Number));
    }

    private void Enter(FileCursor<TSink> cursor, ref TSink sink)
    {
        if (cursor.Advance())
        {
            _open.Enqueue(cursor, (cursor.NextMicros, cursor.Number));
        }
        else
        {
            Leave(cursor, ref sink);
        }
    }

    private static void Leave(FileCursor<TSink> cursor, ref TSink sink)
    {
        sink.EndFile(cursor.Number, cursor.Reader.Offset, cursor.Reader.Tear);
        cursor.Dispose();
    }

    private void Prefetch()
    {
        while (_ahead.Count < _filesAhead && _next < _files.Count)
        {
            var cursor = new FileCursor<TSink>(_files[_next], _next);
            _next++;
            cursor.Open();
            _ahead.Enqueue(cursor);
        }
    }
}
