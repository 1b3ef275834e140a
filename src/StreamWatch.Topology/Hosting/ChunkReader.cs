namespace StreamWatch.Topology.Hosting;

/// <summary>Chunks read as one stream.</summary>
internal sealed class ChunkReader(IReadOnlyList<byte[]> chunks) : Stream
{
    private int _chunk;
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
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
        return some;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
