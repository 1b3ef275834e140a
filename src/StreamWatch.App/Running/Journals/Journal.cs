using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using StreamWatch.Domain.Probing;

namespace StreamWatch.App.Running.Journals;

/// <summary>
/// What was measured and may not be stored yet: every result and heartbeat is written to a file, as a line of the public format, before anything else is
/// done with it. A line is one write to the file, so that what was measured outlives the end of this process, however it ends; the power
/// failing may cost what the system had not written to the disk. A new segment begins every hour and with every start; one that is
/// stored as a whole is deleted. One thread appends; another reads and deletes.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>What is written with the first line of another hour goes into another segment.</summary>
    public static readonly TimeSpan SegmentLength = TimeSpan.FromHours(1);

    private const string Ending = ".jsonl";
    private const string LockName = "journal.lock";
    private const int RandomBytes = 8;

    private readonly Lock _lock = new();
    private readonly List<JournalSegment> _segments;
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly string _directory;
    private readonly string _vantage;
    private readonly TimeProvider _time;
    private readonly FileStream _held;
    private FileStream? _file;
    private JournalSegment? _current;
    private long _currentHour;

    private Journal(string directory, string vantage, TimeProvider time, FileStream held, List<JournalSegment> segments)
    {
        _directory = directory;
        _vantage = vantage;
        _time = time;
        _held = held;
        _segments = segments;
    }

    /// <summary>Bytes in all segments that are not stored yet.</summary>
    public long WaitingBytes
    {
        get
        {
            lock (_lock)
            {
                return _segments.Sum(segment => segment.Bytes - segment.StoredUpTo);
            }
        }
    }

    /// <summary>The segments, oldest first; those of earlier processes are closed.</summary>
    public IReadOnlyList<JournalSegment> Segments
    {
        get
        {
            lock (_lock)
            {
                return [.. _segments];
            }
        }
    }

    /// <summary>Takes a directory, making it where missing, with whatever an earlier process left in it.</summary>
    /// <param name="directory">For the journal alone.</param>
    /// <param name="vantage">Name of the vantage point; part of the names of new segments.</param>
    /// <param name="time">The clock that new segments are named by.</param>
    /// <exception cref="JournalException">It cannot be made or written, or another process has it.</exception>
    public static Journal Open(string directory, string vantage, TimeProvider time)
    {
        FileStream held;
        try
        {
            Directory.CreateDirectory(directory);
            held = new FileStream(Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the journal {directory} cannot be used: {e.Message}; another streamwatch run may have it: name another with --journal", e);
        }

        try
        {
            var segments = new DirectoryInfo(directory).EnumerateFiles("*" + Ending)
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => new JournalSegment(file.FullName, file.Length, isClosed: true))
                .ToList();
            return new Journal(directory, vantage, time, held, segments);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw new JournalException($"the journal {directory} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes a result down.</summary>
    /// <exception cref="JournalException">The line could not be written; nothing may be appended any more.</exception>
    public void Append(in ProbeResult result)
    {
        _line.ResetWrittenCount();
        ProbeLineWriter.Write(_line, result);
        Write();
    }

    /// <summary>Writes a heartbeat down.</summary>
    /// <exception cref="JournalException">The line could not be written; nothing may be appended any more.</exception>
    public void Append(in VantageHeartbeat heartbeat)
    {
        _line.ResetWrittenCount();
        ProbeLineWriter.Write(_line, heartbeat);
        Write();
    }

    /// <summary>Nothing more is appended for now: the open segment is closed, so that it can be deleted once it is stored.</summary>
    public void CloseSegment()
    {
        _current?.Close();
        _current = null;
        _file?.Dispose();
        _file = null;
    }

    /// <summary>Deletes a segment that is stored as a whole.</summary>
    /// <exception cref="JournalException">It cannot be deleted.</exception>
    public void Delete(JournalSegment segment)
    {
        try
        {
            File.Delete(segment.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"{segment.Path} is stored and cannot be deleted: {e.Message}", e);
        }

        lock (_lock)
        {
            _segments.Remove(segment);
        }
    }

    public void Dispose()
    {
        CloseSegment();
        _held.Dispose();
    }

    private void Write()
    {
        try
        {
            var now = _time.GetUtcNow();
            var hour = now.UtcTicks / SegmentLength.Ticks;
            if (_file is not null && hour != _currentHour)
            {
                CloseSegment();
            }

            var file = _file ??= Begin(now);
            _currentHour = hour;
            file.Write(_line.WrittenSpan);
            _current!.Grow(_line.WrittenCount);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the journal {_directory} cannot be written: {e.Message}; free space or name another directory, and start again", e);
        }
    }

    private FileStream Begin(DateTimeOffset now)
    {
        // The name is what the ledger knows it by: chance makes it one that no other process, and no other start in this second, has.
        var random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));
        var path = Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{_vantage}-{now:yyyyMMdd'T'HHmmss'Z'}-{random}{Ending}"));
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
        _current = new JournalSegment(path, 0, isClosed: false);
        lock (_lock)
        {
            _segments.Add(_current);
        }

        return file;
    }
}
