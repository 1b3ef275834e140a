namespace StreamWatch.Topology.Hosting;

/// <summary>A stream that is cut into chunks.</summary>
internal sealed class ChunkWriter(int chunkBytes, Action<uint, byte[]> put) : Stream
{
    private readonly byte[] _buffer = new byte[chunkBytes];
    private int _filled;

    /// <summary>Chunks handed over.</summary>
    public uint Chunks { get; private set; }

    /// <summary>Bytes written.</summary>
    public long Bytes { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Bytes;
        set => throw new NotSupportedException();
    }

    /// <summary>Hands over what is left.</summary>
    public void Complete()
    {
        if (_filled > 0)
        {
            put(Chunks++, _buffer[.._filled]);
            _filled = 0;
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Bytes += buffer.Length;
        while (!buffer.IsEmpty)
        {
            var some = Math.Min(buffer.Length, _buffer.Length - _filled);
            buffer[..some].CopyTo(_buffer.AsSpan(_filled));
            buffer = buffer[some..];
            _filled += some;
            if (_filled == _buffer.Length)
            {
                Complete();
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // A chunk is handed over when it is full.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
