using StreamWatch.Domain.Probing;

namespace StreamWatch.App.Running.Journals;

/// <summary>Reads the lines of a segment between two offsets. The last line of a process that was killed while it wrote it has no end, and is given out with a fault.</summary>
internal sealed class SegmentReader : IDisposable
{
    private const int BlockSize = 128 << 10;

    private readonly FileStream _file;
    private readonly ProbeLineReader _lines = new();
    private readonly long _end;
    private readonly byte[] _buffer = new byte[BlockSize];
    private int _start;
    private int _filled;
    private long _fileOffset;

    /// <param name="path">The file.</param>
    /// <param name="from">Offset of the first byte of a line.</param>
    /// <param name="end">Offset behind the last byte to read.</param>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public SegmentReader(string path, long from, long end)
    {
        try
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            _file.Seek(from, SeekOrigin.Begin);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"{path} cannot be read: {e.Message}", e);
        }

        _fileOffset = Offset = from;
        _end = end;
    }

    /// <summary>Offset behind the line read last.</summary>
    public long Offset { get; private set; }

    /// <summary>Offset of the line read last.</summary>
    public long LineOffset { get; private set; }

    /// <summary>The line read last, without its end; at most its first 16 KiB.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_lineStart, Math.Min(_lineLength, ProbeLineReader.LongestLine));

    private int _lineStart;
    private int _lineLength;

    /// <summary>Reads the next line.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public bool TryRead(out ProbeResult? result, out VantageHeartbeat? heartbeat, out string? fault)
    {
        (result, heartbeat, fault) = (null, null, null);
        while (true)
        {
            var length = _buffer.AsSpan(_start, _filled - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                Give(length, length + 1);
                _lines.TryRead(Line, out result, out heartbeat, out fault);
                return true;
            }

            var isFull = _filled - _start == _buffer.Length;
            if (!isFull && Fill())
            {
                continue;
            }

            if (_filled == _start)
            {
                return false;
            }

            Give(_filled - _start, _filled - _start);
            if (isFull || !_lines.TryRead(Line, out result, out heartbeat, out _))
            {
                fault = isFull ? $"the line has more than {_buffer.Length} bytes" : "the line has no end: the process was killed while it wrote it";
            }

            return true;
        }
    }

    public void Dispose() => _file.Dispose();

    private void Give(int length, int passed)
    {
        (LineOffset, _lineStart, _lineLength) = (Offset, _start, length);
        _start += passed;
        Offset += passed;
    }

    private bool Fill()
    {
        _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
        (_start, _filled) = (0, _filled - _start);
        try
        {
            var read = _file.Read(_buffer, _filled, (int)Math.Min(_buffer.Length - _filled, _end - _fileOffset));
            _filled += read;
            _fileOffset += read;
            return read > 0;
        }
        catch (IOException e)
        {
            throw new JournalException($"{_file.Name} cannot be read: {e.Message}", e);
        }
    }
}
