using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StreamWatch.Engine.Checkpoints;

/// <summary>Reads the frames of a <see cref="FrameWriter"/>: no byte is given out before its frame's check sum was looked at.</summary>
internal sealed class FrameReader(Stream from)
{
    private byte[] _buffer = [];
    private int _at;
    private int _end;
    private uint _sum;

    /// <summary>Bytes that can be left at most.</summary>
    public long Left => _end - _at + (from.Length - from.Position);

    public byte Byte()
    {
        if (_at == _end)
        {
            Fill();
        }

        return _buffer[_at++];
    }

    public ulong Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new CheckpointException("the snapshot is damaged: a number in it has no end");
    }

    /// <summary>A count of things of which each takes at least so many bytes that are still to come.</summary>
    public int Count(long leastBytes)
    {
        var count = Number();
        return count <= int.MaxValue && (long)count * leastBytes <= Left
            ? (int)count
            : throw new CheckpointException($"the snapshot is damaged: it says that {count} things follow, and {Left} bytes are left");
    }

    public string Text()
    {
        var text = new char[Count(sizeof(char))];
        Bytes(MemoryMarshal.AsBytes(text.AsSpan()));
        return new string(text);
    }

    public void Bytes(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_at == _end)
            {
                Fill();
            }

            var length = Math.Min(bytes.Length, _end - _at);
            _buffer.AsSpan(_at, length).CopyTo(bytes);
            _at += length;
            bytes = bytes[length..];
        }
    }

    /// <summary>Reads the end.</summary>
    public void Finish()
    {
        if (_at != _end || Next() != 0)
        {
            throw new CheckpointException("the snapshot is damaged: something follows where it should end");
        }
    }

    private void Fill()
    {
        if (Next() == 0)
        {
            throw new CheckpointException("the snapshot is damaged: it ends too early");
        }
    }

    private int Next()
    {
        Span<byte> head = stackalloc byte[FrameWriter.HeadBytes];
        Whole(head);
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > FrameWriter.MostBytes || length > from.Length - from.Position)
        {
            throw new CheckpointException($"the snapshot is damaged or cut: a frame of {length} bytes is not there whole");
        }

        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        var bytes = _buffer.AsSpan(0, length);
        Whole(bytes);
        _sum = CheckSum.Of(bytes, _sum);
        if (_sum != BinaryPrimitives.ReadUInt32LittleEndian(head[4..]))
        {
            throw new CheckpointException("the snapshot is damaged: a check sum is wrong");
        }

        (_at, _end) = (0, length);
        return length;
    }

    private void Whole(Span<byte> bytes)
    {
        if (from.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new CheckpointException("the snapshot is cut: its end is lost");
        }
    }
}
