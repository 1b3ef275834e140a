using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace StreamWatch.App.Collecting.Live;

/// <summary>
/// Rounds that are cut and that the brokers may not have yet, each a file, and the session that they belong to. A round is written under another name, renamed,
/// and noted in the session's file before anybody gets it; its file is deleted once the brokers have it. Killed between any two of these steps the next start
/// finds either the whole round or none of it, and no number is given twice. One process has it at a time. Safe for concurrent use.
/// </summary>
internal sealed class Outbox : IDisposable
{
    private const string Ending = ".round";
    private const string Unfinished = ".unfinished";
    private const string SessionName = "session.json";
    private const string LockName = "outbox.lock";
    private const int IdentityBytes = 32;

    private static readonly JsonSerializerOptions _json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly Lock _lock = new();
    private readonly string _directory;
    private readonly FileStream _held;
    private long _bytes;
    private int _count;
    private OutboxException? _failure;

    private Outbox(string directory, FileStream held, IReadOnlyList<OutboxRound> left)
    {
        _directory = directory;
        _held = held;
        Left = left;
        _bytes = left.Sum(round => round.Bytes);
        _count = left.Count;
    }

    /// <summary>Rounds that an earlier process left, in the order in which they were cut.</summary>
    public IReadOnlyList<OutboxRound> Left { get; }

    /// <summary>The session that goes on; null before the first.</summary>
    public OutboxSession? Session { get; private set; }

    /// <summary>Bytes of the rounds that wait.</summary>
    public long WaitingBytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Rounds that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>Takes a directory, making it where missing, with whatever an earlier process left in it.</summary>
    /// <exception cref="OutboxException">It cannot be made, read or written, another process has it, or what is in it is damaged.</exception>
    public static Outbox Open(string directory)
    {
        FileStream held;
        try
        {
            Directory.CreateDirectory(directory);
            held = new FileStream(Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutboxException($"the outbox {directory} cannot be used: {e.Message}; another streamwatch collect may have it: name another with --outbox", e);
        }

        try
        {
            var folder = new DirectoryInfo(directory);
            foreach (var file in folder.EnumerateFiles("*" + Unfinished))
            {
                file.Delete();
            }

            var outbox = new Outbox(directory, held, [.. folder.EnumerateFiles("*" + Ending).Select(Of).OrderBy(round => round.Turn).ThenBy(round => round.Round)]);
            outbox.Recall();
            return outbox;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw new OutboxException($"the outbox {directory} cannot be read: {e.Message}", e);
        }
        catch (OutboxException)
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Begins a session: the first, or one of another shape. Rounds of the one before stay what they are.</summary>
    /// <exception cref="OutboxException">It cannot be noted.</exception>
    public OutboxSession Begin(string producer, int probePartitions)
    {
        var session = new OutboxSession(
            (Session?.Turn ?? -1) + 1, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdentityBytes)), producer, probePartitions, NextRound: 0, NextOrdinal: 0);
        Note(session);
        return session;
    }

    /// <summary>Keeps the next round of the session.</summary>
    /// <param name="batches">Its batches, by partition.</param>
    /// <param name="nextOrdinal">Where the ordinals of the round after it begin.</param>
    /// <exception cref="OutboxException">It cannot be written; nothing may be kept any more.</exception>
    public OutboxRound Put(IReadOnlyList<byte[]> batches, long nextOrdinal)
    {
        var session = Session ?? throw new InvalidOperationException("a session has to begin first");
        if (_failure is not null)
        {
            // A round may be there already under the number that would be given now.
            throw new OutboxException(_failure.Message, _failure);
        }

        var bytes = new RoundFile(nextOrdinal, batches).Write();
        var path = Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{session.Turn:D8}-{session.NextRound:D16}{Ending}"));
        Write(path, bytes);
        Note(session with { NextRound = session.NextRound + 1, NextOrdinal = nextOrdinal });
        lock (_lock)
        {
            _bytes += bytes.Length;
            _count++;
        }

        return new OutboxRound(path, session.Turn, session.NextRound, bytes.Length);
    }

    /// <summary>The batches of a round, by partition, byte for byte as they were kept.</summary>
    /// <exception cref="OutboxException">The file cannot be read or is damaged.</exception>
    public static IReadOnlyList<byte[]> Read(OutboxRound round) => Load(round).Batches;

    /// <summary>The brokers have a round: it need not be kept any more.</summary>
    /// <exception cref="OutboxException">It cannot be deleted.</exception>
    public void Delete(OutboxRound round)
    {
        try
        {
            File.Delete(round.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutboxException($"{round.Path} is published and cannot be deleted: {e.Message}", e);
        }

        lock (_lock)
        {
            _bytes -= round.Bytes;
            _count--;
        }
    }

    public void Dispose() => _held.Dispose();

    private static OutboxRound Of(FileInfo file)
    {
        var parts = Path.GetFileNameWithoutExtension(file.Name).Split('-');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var turn)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var round)
            ? new OutboxRound(file.FullName, turn, round, file.Length)
            : throw new OutboxException($"{file.FullName} is no round of an outbox: move it away");
    }

    private static RoundFile Load(OutboxRound round)
    {
        try
        {
            return RoundFile.Read(File.ReadAllBytes(round.Path))
                ?? throw new OutboxException($"{round.Path} is damaged: move it away to go on without that round, whose measurements are lost then");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutboxException($"{round.Path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads the session back. A process that was killed may have kept a round and not noted it: what the round says holds.</summary>
    private void Recall()
    {
        var path = Path.Combine(_directory, SessionName);
        if (!File.Exists(path))
        {
            if (Left.Count > 0)
            {
                throw new OutboxException($"the outbox {_directory} has {Left.Count} rounds and no {SessionName}, which says what they belong to: name an empty folder, or bring it back");
            }

            return;
        }

        try
        {
            Session = JsonSerializer.Deserialize<OutboxSession>(File.ReadAllBytes(path), _json);
        }
        catch (JsonException e)
        {
            throw new OutboxException($"{path} is damaged: {e.Message}; bring it back from a copy, or name an empty folder", e);
        }

        if (Session is { } session && Left is [.., var last] && last.Turn == session.Turn && last.Round >= session.NextRound)
        {
            Session = session with { NextRound = last.Round + 1, NextOrdinal = Load(last).NextOrdinal };
        }
    }

    private void Note(OutboxSession session)
    {
        Write(Path.Combine(_directory, SessionName), JsonSerializer.SerializeToUtf8Bytes(session, _json));
        Session = session;
    }

    private void Write(string path, byte[] bytes)
    {
        try
        {
            var unfinished = path + Unfinished;
            using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failure = new OutboxException($"the outbox {_directory} cannot be written: {e.Message}; free space or name another directory, and start again", e);
            throw _failure;
        }
    }
}
