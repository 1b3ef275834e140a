using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using StreamWatch.Engine.Checkpoints;

namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>
/// Decisions behind a checkpoint, each on disk before anything follows from it. A file, little-endian: the word <c>SWDECIDE</c>, the run's hash (32 bytes), 1 byte whether it begins at
/// the beginning of the topics; then entries: length (4), the first 8 bytes of the SHA-256 of what follows, and that. An end that is torn decided nothing yet.
/// </summary>
internal sealed class DecisionJournal : IDisposable
{
    private const int HashBytes = 32;
    private const int SumBytes = 8;
    private const int HeadBytes = 8 + HashBytes + 1;
    private const int MostBytes = 1 << 24;

    private readonly FileStream _file;
    private readonly Dictionary<(string Topic, int Partition), long> _told = [];

    private DecisionJournal(FileStream file) => _file = file;

    private static ReadOnlySpan<byte> Word => "SWDECIDE"u8;

    /// <summary>Begins one.</summary>
    /// <exception cref="CheckpointException">It cannot be written.</exception>
    public static DecisionJournal Create(string path, byte[] hash, bool isFromBeginning) => OrExplain(path, () =>
    {
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write([.. Word, .. hash, isFromBeginning ? (byte)1 : (byte)0]);
        file.Flush(flushToDisk: true);
        return new DecisionJournal(file);
    });

    /// <summary>Goes on with one behind its last whole entry.</summary>
    /// <exception cref="CheckpointException">It cannot be written.</exception>
    public static DecisionJournal GoOn(string path, long length) => OrExplain(path, () =>
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.SetLength(length);
        file.Position = length;
        return new DecisionJournal(file);
    });

    /// <summary>Reads one; null where it is none of this run.</summary>
    /// <returns>Whether it begins at the beginning of the topics, its decisions, and the length of what is whole.</returns>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public static (bool IsFromBeginning, IReadOnlyList<Decision> Decisions, long Length)? Read(string path, byte[] hash)
    {
        var bytes = OrExplain(path, () => File.ReadAllBytes(path)).AsSpan();
        if (bytes.Length < HeadBytes || !bytes.StartsWith(Word) || !bytes.Slice(Word.Length, HashBytes).SequenceEqual(hash))
        {
            return null;
        }

        var decisions = new List<Decision>();
        var at = HeadBytes;
        while (bytes.Length - at > sizeof(int) + SumBytes)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
            if (length is <= 0 or > MostBytes || length > bytes.Length - at - sizeof(int) - SumBytes)
            {
                break;
            }

            var entry = bytes.Slice(at + sizeof(int) + SumBytes, length);
            if (!SHA256.HashData(entry).AsSpan(0, SumBytes).SequenceEqual(bytes.Slice(at + sizeof(int), SumBytes)))
            {
                break;
            }

            decisions.Add(Parse(entry.ToArray()));
            at += sizeof(int) + SumBytes + length;
        }

        return (bytes[HeadBytes - 1] != 0, decisions, at);
    }

    /// <summary>Keeps a decision; on disk when it returns.</summary>
    /// <param name="read">How far each partition is read.</param>
    /// <param name="tickMicros">What the engine is to be told; null for nothing.</param>
    /// <param name="silent">Producers that are not waited for.</param>
    /// <exception cref="CheckpointException">It cannot be written: nothing may follow from the decision.</exception>
    public void Write(IEnumerable<ReadPosition> read, long? tickMicros, IReadOnlyList<string> silent)
    {
        var changed = read.Where(position => _told.GetValueOrDefault((position.Topic, position.Partition), -1) != position.Offset).ToList();
        var entry = Format(new Decision(changed, tickMicros, silent));
        var bytes = new byte[sizeof(int) + SumBytes + entry.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, entry.Length);
        SHA256.HashData(entry).AsSpan(0, SumBytes).CopyTo(bytes.AsSpan(sizeof(int)));
        entry.CopyTo(bytes, sizeof(int) + SumBytes);
        OrExplain(_file.Name, () =>
        {
            _file.Write(bytes);
            _file.Flush(flushToDisk: true);
            return true;
        });
        foreach (var position in changed)
        {
            _told[(position.Topic, position.Partition)] = position.Offset;
        }
    }

    public void Dispose() => _file.Dispose();

    private static byte[] Format(Decision decision)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(decision.TickMicros.HasValue);
        writer.Write(decision.TickMicros ?? 0);
        writer.Write(decision.Silent.Count);
        foreach (var name in decision.Silent)
        {
            writer.Write(name);
        }

        writer.Write(decision.Read.Count);
        foreach (var position in decision.Read)
        {
            writer.Write(position.Topic);
            writer.Write(position.Partition);
            writer.Write(position.Offset);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    private static Decision Parse(byte[] entry)
    {
        using var reader = new BinaryReader(new MemoryStream(entry), Encoding.UTF8);
        var hasTick = reader.ReadBoolean();
        var tick = reader.ReadInt64();
        var silent = new List<string>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            silent.Add(reader.ReadString());
        }

        var read = new List<ReadPosition>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            read.Add(new ReadPosition(reader.ReadString(), reader.ReadInt32(), reader.ReadInt64()));
        }

        return new Decision(read, hasTick ? tick : null, silent);
    }

    private static T OrExplain<T>(string path, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} cannot be used: {e.Message}; free space, give the rights, or name another folder with --checkpoints, and start again", e);
        }
    }
}
