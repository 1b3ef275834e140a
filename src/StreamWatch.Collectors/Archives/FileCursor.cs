using StreamWatch.Bgp.Mrt;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.Collectors.Archives;

/// <summary>A file that is being read: its next record stands ready.</summary>
/// <typeparam name="TSink">Who takes the elems.</typeparam>
internal sealed class FileCursor<TSink>(ArchiveFile file, int number) : IDisposable
    where TSink : IMrtSink
{
    private readonly MrtDecoder<TSink> _decoder = new();
    private readonly RecordClock _clock = new();
    private readonly Queue<Held> _held = new();
    private MrtFileReader? _reader;
    private MrtHeader _header;
    private byte[] _body = [];
    private int _bodyLength;

    public ArchiveFile File { get; } = file;

    /// <summary>Position of the file in the archive.</summary>
    public int Number { get; } = number;

    /// <summary>Time at which the next record is due; that of the one before where its own is not believed.</summary>
    public long NextMicros { get; private set; }

    /// <summary>Whether the next record's own time is believed.</summary>
    public bool IsPlausible { get; private set; }

    public MrtFileReader Reader => _reader!;

    public MrtHeader Header => _header;

    /// <summary>Begins to decompress.</summary>
    public void Open() => _reader ??= MrtFileReader.Open(File.Path);

    /// <summary>Makes the next record ready; false at the end of the file.</summary>
    public bool Advance()
    {
        if (_held.TryDequeue(out var held))
        {
            Take(held.Header, held.Body);
        }
        else if (_reader!.TryRead(out var header, out var body))
        {
            Take(header, body);
        }
        else
        {
            return false;
        }

        IsPlausible = held.IsBelieved ?? (!_clock.IsAhead(_header.TimeMicros) || Prove());
        if (IsPlausible)
        {
            _clock.Believe(_header.TimeMicros);
        }

        NextMicros = IsPlausible ? _header.TimeMicros : _clock.Newest;
        return true;
    }

    /// <summary>Decodes the record that stands ready.</summary>
    public void Decode(ref TSink sink) => _decoder.Decode(_header, _body.AsSpan(0, _bodyLength), ref sink);

    public void Dispose() => _reader?.Dispose();

    private void Take(in MrtHeader header, ReadOnlySpan<byte> body)
    {
        _header = header;
        if (_body.Length < body.Length)
        {
            _body = new byte[Math.Max(body.Length, _body.Length * 2)];
        }

        body.CopyTo(_body);
        _bodyLength = body.Length;
    }

    /// <summary>
    /// Whether the record that stands ready, whose time jumps ahead, is the first of enough that keep to the jump. What is read for that waits;
    /// those that were compared are believed, or not, together.
    /// </summary>
    private bool Prove()
    {
        var waiting = _held.ToList();
        var ahead = 1;
        for (var i = 0; ahead < RecordClock.Believed; i++, ahead++)
        {
            if (i == waiting.Count)
            {
                if (!_reader!.TryRead(out var header, out var body))
                {
                    break;
                }

                waiting.Add(new Held(header, body.ToArray(), null));
            }

            if (!_clock.IsAhead(waiting[i].Header.TimeMicros))
            {
                break;
            }
        }

        var isBelieved = ahead == RecordClock.Believed;
        _held.Clear();
        for (var i = 0; i < waiting.Count; i++)
        {
            _held.Enqueue(i < ahead - 1 ? waiting[i] with { IsBelieved = isBelieved } : waiting[i]);
        }

        return isBelieved;
    }

    /// <summary>A record that was read ahead.</summary>
    /// <param name="Header">Its header.</param>
    /// <param name="Body">Its body.</param>
    /// <param name="IsBelieved">Whether its time is believed; null where that is still to be seen.</param>
    private readonly record struct Held(MrtHeader Header, byte[] Body, bool? IsBelieved);
}
