using StreamWatch.Bgp.Mrt;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.Collectors.Archives;

/// <summary>A file that is being read: its next record stands ready.</summary>
/// <typeparam name="TSink">Who takes the elems.</typeparam>
internal sealed class FileCursor<TSink>(ArchiveFile file, int number) : IDisposable
    where TSink : IMrtSink
{
    private readonly MrtDecoder<TSink> _decoder = new();
    private MrtFileReader? _reader;
    private readonly RecordClock _clock = new();
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

    /// <summary>Begins to decompress.</summary>
    public void Open() => _reader ??= MrtFileReader.Open(File.Path);

    /// <summary>Makes the next record ready; false at the end of the file.</summary>
    public bool Advance()
    {
        if (!_reader!.TryRead(out _header, out var body))
        {
            return false;
        }

        IsPlausible = _clock.Accept(_header.TimeMicros);
        NextMicros = IsPlausible ? _header.TimeMicros : _clock.Newest;
        if (_body.Length < body.Length)
        {
            _body = new byte[Math.Max(body.Length, _body.Length * 2)];
        }

        body.CopyTo(_body);
        _bodyLength = body.Length;
        return true;
    }

    /// <summary>Decodes the record that stands ready.</summary>
    public void Decode(ref TSink sink) => _decoder.Decode(_header, _body.AsSpan(0, _bodyLength), ref sink);

    public MrtHeader Header => _header;

    public void Dispose() => _reader?.Dispose();
}
