using System.Buffers.Binary;
using System.Globalization;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Hosting;

/// <summary>What the changelog of a task holds, put together while it is read. Not thread-safe.</summary>
public sealed class RestoredLog
{
    private readonly Dictionary<(ulong Number, uint Epoch, byte Part), byte[]> _parts = [];
    private readonly Dictionary<(uint Epoch, ulong Generation, uint Index), byte[]> _chunks = [];
    private readonly SortedDictionary<uint, byte[]> _markers = [];
    private readonly SortedDictionary<uint, ulong> _starts = [];

    /// <summary>Bytes that were read.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes an entry of the changelog, in order.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value; null where the key was removed.</param>
    /// <exception cref="TaskStateLostException">It is no entry of a task's changelog.</exception>
    public void Apply(ReadOnlySpan<byte> key, byte[]? value)
    {
        Bytes += key.Length + (value?.Length ?? 0);
        switch (key)
        {
            case [(byte)'L', ..] when key.Length == 14:
                Set(_parts, (BinaryPrimitives.ReadUInt64BigEndian(key[1..]), BinaryPrimitives.ReadUInt32BigEndian(key[9..]), key[13]), value);
                break;
            case [(byte)'C', ..] when key.Length == 17:
                Set(_chunks, (BinaryPrimitives.ReadUInt32BigEndian(key[1..]), BinaryPrimitives.ReadUInt64BigEndian(key[5..]), BinaryPrimitives.ReadUInt32BigEndian(key[13..])), value);
                break;
            case [(byte)'M', ..] when key.Length == 5:
                Set(_markers, BinaryPrimitives.ReadUInt32BigEndian(key[1..]), value);
                break;
            case [(byte)'E', ..] when key.Length == 5 && value is null:
                _starts.Remove(BinaryPrimitives.ReadUInt32BigEndian(key[1..]));
                break;
            case [(byte)'E', ..] when key.Length == 5 && value!.Length == 8:
                _starts[BinaryPrimitives.ReadUInt32BigEndian(key[1..])] = BinaryPrimitives.ReadUInt64BigEndian(value);
                break;
            default:
                throw new TaskStateLostException($"an entry of the changelog has the key {Convert.ToHexString(key)}, which is none of this version: is the topic another program's?");
        }
    }

    /// <summary>What is to be told to a new task, and what is left over.</summary>
    /// <exception cref="TaskStateLostException">Something is missing.</exception>
    internal RestoredState Read(string runId)
    {
        var marker = NewestMarker(runId, out var markerEpoch);
        var chunks = marker is null ? [] : Chunks(marker, markerEpoch);
        var first = marker?.FirstInput ?? 0;
        var inputs = new List<LoggedInput>();
        var used = new HashSet<(ulong, uint, byte)>();
        var next = first;
        while (Whole(next, EpochOf(next)) is { } input)
        {
            inputs.Add(input.Input);
            used.UnionWith(input.Keys);
            next++;
        }

        // The beginning may be gone, and with it what would show that anything is missing: a life without its start, or one that began after inputs that are not there.
        var unknown = _parts.Keys.Select(key => key.Epoch).Concat(_chunks.Keys.Select(key => key.Epoch)).Concat(_markers.Keys)
            .Where(known => known >= markerEpoch && !_starts.ContainsKey(known)).ToList();
        if (unknown.Count > 0)
        {
            throw Lost(string.Create(CultureInfo.InvariantCulture, $"the changelog has entries of life {unknown[0]} of the task and not how that began"));
        }

        if (_starts.Count > 0 && _starts.Values.Max() is var start && start > next)
        {
            throw Lost(string.Create(CultureInfo.InvariantCulture, $"the task had taken {start} inputs, and input {next} is not in the changelog"));
        }

        // A part of the very next input may be there: the process ended while it was written.
        if (_parts.Keys.FirstOrDefault(key => key.Number > next && key.Epoch == EpochOf(key.Number)) is { Number: > 0 } beyond)
        {
            throw Lost(string.Create(CultureInfo.InvariantCulture, $"input {next} is not in the changelog and input {beyond.Number} is"));
        }

        var epoch = 1 + _starts.Keys.Concat(_markers.Keys).Concat(_parts.Keys.Select(key => key.Epoch)).Concat(_chunks.Keys.Select(key => key.Epoch)).DefaultIfEmpty().Max();
        return new RestoredState
        {
            Epoch = epoch,
            Generation = marker?.Generation ?? 0,
            FirstInput = first,
            Chunks = chunks,
            Inputs = inputs,
            InputKeys = [.. used.Select(key => LogKey.Input(key.Item1, key.Item2, key.Item3))],
            InputBytes = used.Sum(key => (long)_parts[key].Length),
            SnapshotKeys = marker is null ? [] : [LogKey.Marker(markerEpoch), .. Enumerable.Range(0, chunks.Count).Select(index => LogKey.Chunk(markerEpoch, marker.Generation, (uint)index))],
            Epochs = [.. _starts.Keys.Where(known => marker is null || known >= markerEpoch).Select(LogKey.Epoch)],
            LeftOver =
            [
                .. _parts.Keys.Where(key => !used.Contains(key)).Select(key => LogKey.Input(key.Number, key.Epoch, key.Part)),
                .. _chunks.Keys.Where(key => marker is null || key.Epoch != markerEpoch || key.Generation != marker.Generation).Select(key => LogKey.Chunk(key.Epoch, key.Generation, key.Index)),
                .. _markers.Keys.Where(known => marker is null || known != markerEpoch).Select(LogKey.Marker),
                .. _starts.Keys.Where(known => marker is not null && known < markerEpoch).Select(LogKey.Epoch),
            ],
        };
    }

    /// <summary>The life that an input of this number belongs to: the last one that began before it.</summary>
    private uint EpochOf(ulong number)
    {
        var epoch = 0U;
        foreach (var (known, start) in _starts)
        {
            epoch = start <= number ? known : epoch;
        }

        return epoch;
    }

    private SnapshotMarker? NewestMarker(string runId, out uint epoch)
    {
        foreach (var (known, bytes) in _markers.Reverse())
        {
            var marker = Parse(SnapshotMarker.Parser, bytes, "the marker of a snapshot");
            if (marker.Version != Contract.Version || marker.RunId != runId)
            {
                throw Lost($"a snapshot is of run {marker.RunId} and version {marker.Version}, not of {runId} and {Contract.Version}");
            }

            // One that a later life has overtaken decides nothing.
            if (marker.FirstInput == 0 || !_starts.Any(later => later.Key > known && later.Value < marker.FirstInput))
            {
                epoch = known;
                return marker;
            }
        }

        epoch = 0;
        return _markers.Count == 0 ? null : throw Lost("a process that had lost the task has written over its snapshot");
    }

    private List<byte[]> Chunks(SnapshotMarker marker, uint epoch)
    {
        var chunks = new List<byte[]>();
        for (uint index = 0; index < marker.Chunks; index++)
        {
            chunks.Add(_chunks.GetValueOrDefault((epoch, marker.Generation, index))
                ?? throw Lost(string.Create(CultureInfo.InvariantCulture, $"chunk {index} of {marker.Chunks} of a snapshot is missing")));
        }

        var bytes = chunks.Sum(chunk => (long)chunk.Length);
        return bytes == marker.Bytes ? chunks : throw Lost(string.Create(CultureInfo.InvariantCulture, $"a snapshot has {bytes} bytes, not {marker.Bytes}"));
    }

    /// <summary>An input, where all of its parts are there.</summary>
    private (LoggedInput Input, List<(ulong, uint, byte)> Keys)? Whole(ulong number, uint epoch)
    {
        var keys = new List<(ulong, uint, byte)>();
        var parts = new List<byte[]>();
        for (byte part = 0; part < LogKey.LastPart; part++)
        {
            var isLast = _parts.TryGetValue((number, epoch, (byte)(part | LogKey.LastPart)), out var bytes);
            if (!isLast && !_parts.TryGetValue((number, epoch, part), out bytes))
            {
                return null;
            }

            keys.Add((number, epoch, isLast ? (byte)(part | LogKey.LastPart) : part));
            parts.Add(bytes!);
            if (isLast)
            {
                return (Parse(LoggedInput.Parser, parts.Count == 1 ? parts[0] : [.. parts.SelectMany(piece => piece)], "an input"), keys);
            }
        }

        return null;
    }

    private static T Parse<T>(Google.Protobuf.MessageParser<T> parser, byte[] bytes, string what)
        where T : Google.Protobuf.IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException e)
        {
            throw new TaskStateLostException($"{what} in the changelog cannot be read: {e.Message}", e);
        }
    }

    private static TaskStateLostException Lost(string reason) =>
        new($"{reason}: the task's state is lost; detect again from the beginning under another prefix of topics, or remove the run's changelogs and consumer group and the topics exchange and entities");

    private static void Set<TKey>(IDictionary<TKey, byte[]> entries, TKey key, byte[]? value)
        where TKey : notnull
    {
        if (value is null)
        {
            entries.Remove(key);
        }
        else
        {
            entries[key] = value;
        }
    }
}
