namespace StreamWatch.Topology.Hosting;

/// <summary>Chunks read as one stream, which knows its length.</summary>
internal sealed class ChunkReader(IReadOnlyList<byte[]> chunks) : Stream
{
    private int _chunk;
    private int _at;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = chunks.Sum(chunk => (long)chunk.Length);

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Length);
            _position = value;
            for (_chunk = 0; _chunk < chunks.Count && value >= chunks[_chunk].Length; _chunk++)
            {
                value -= chunks[_chunk].Length;
            }

            _at = (int)value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        while (_chunk < chunks.Count && _at == chunks[_chunk].Length)
        {
            _chunk++;
            _at = 0;
        }

        if (_chunk == chunks.Count || buffer.IsEmpty)
        {
            return 0;
        }

        var some = Math.Min(buffer.Length, chunks[_chunk].Length - _at);
        chunks[_chunk].AsSpan(_at, some).CopyTo(buffer);
        _at += some;
        _position += some;
        return some;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
