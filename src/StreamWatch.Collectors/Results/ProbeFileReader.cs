using StreamWatch.Collectors.Feeds;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Results;

/// <summary>
/// Reads the lines of a file of probe results (notes: JSON lines, plain or packed). A line that is neither a result nor a heartbeat is given out
/// with what is wrong with it; a file that is torn gives every whole line before the tear. Memory is bounded by the longest line.
/// </summary>
public sealed class ProbeFileReader : IDisposable
{
    private const int BlockSize = 128 << 10;

    private readonly Stream _stream;
    private readonly ProbeLineReader _lines = new();
    private byte[] _buffer = new byte[BlockSize];
    private int _start;
    private int _end;
    private bool _ended;
    private bool _skipping;

    private ProbeFileReader(Stream stream) => _stream = stream;

    /// <summary>Bytes of the decompressed file that are behind.</summary>
    public long Offset { get; private set; }

    /// <summary>Offset of the first byte of the line read last.</summary>
    public long LineOffset { get; private set; }

    /// <summary>The line read last, without its end; at most its first 16 KiB.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_lineStart, _lineLength);

    /// <summary>Where and why the file ended too early; null where it is whole.</summary>
    public FeedTear? Tear { get; private set; }

    private int _lineStart;
    private int _lineLength;

    /// <summary>Opens a file by its content.</summary>
    /// <exception cref="FeedException">There is no such file, or it may not be read.</exception>
    public static ProbeFileReader Open(string path) => new(FeedStream.Open(path, out _));

    /// <summary>Reads the next line that is not blank.</summary>
    /// <param name="result">The result, where it is one.</param>
    /// <param name="heartbeat">The heartbeat, where it is one.</param>
    /// <param name="fault">What is wrong with it, where it is neither.</param>
    /// <returns>False at the end of the file.</returns>
    public bool TryRead(out ProbeResult? result, out VantageHeartbeat? heartbeat, out string? fault)
    {
        (result, heartbeat, fault) = (null, null, null);
        while (TryReadLine(out var tooLong))
        {
            if (tooLong)
            {
                fault = $"the line has more than {ProbeLineReader.LongestLine} bytes";
                return true;
            }

            if (!Line.Trim(" \t\r"u8).IsEmpty)
            {
                _lines.TryRead(Line, out result, out heartbeat, out fault);
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _stream.Dispose();

    private bool TryReadLine(out bool tooLong)
    {
        tooLong = false;
        while (true)
        {
            var newline = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (newline >= 0 && _skipping)
            {
                // The rest of a line that was too long.
                Pass(newline + 1);
                _skipping = false;
                continue;
            }

            if (newline >= 0 || (_ended && _end > _start && !_skipping))
            {
                var length = newline >= 0 ? newline : _end - _start;
                Give(length);
                Pass(newline >= 0 ? length + 1 : length);
                return true;
            }

            if (_skipping)
            {
                Pass(_end - _start);
            }
            else if (_end - _start > ProbeLineReader.LongestLine)
            {
                tooLong = _skipping = true;
                Give(ProbeLineReader.LongestLine);
                Pass(ProbeLineReader.LongestLine);
                return true;
            }

            if (_ended)
            {
                return false;
            }

            Fill();
        }
    }

    private void Give(int length)
    {
        LineOffset = Offset;
        _lineStart = _start;
        _lineLength = length;
    }

    private void Pass(int count)
    {
        _start += count;
        Offset += count;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        try
        {
            var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _ended = read == 0;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // What is left of the last line was cut in the middle.
            Tear = new FeedTear(Offset, e.Message);
            _ended = true;
            _end = _start;
        }
    }
}
