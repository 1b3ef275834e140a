using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StreamWatch.Engine.Checkpoints;

/// <summary>
/// Writes bytes in frames of at most a MiB: length and CRC-32C, 4 bytes little-endian each, then the bytes. The check sum goes on from that of the frame before, so that none can
/// be left out or stand twice; a frame of length 0 ends it.
/// </summary>
internal sealed class FrameWriter(Stream to)
{
    public const int MostBytes = 1 << 20;
    public const int HeadBytes = 8;

    private const int BufferBytes = 1 << 16;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _used;
    private uint _sum;

    public void Byte(byte value)
    {
        if (_used == BufferBytes)
        {
            Flush();
        }

        _buffer[_used++] = value;
    }

    /// <summary>A number in 7 bits a byte, the lowest first (LEB128).</summary>
    public void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    public void Text(string value)
    {
        Number((ulong)value.Length);
        Bytes(MemoryMarshal.AsBytes(value.AsSpan()));
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= BufferBytes - _used)
        {
            bytes.CopyTo(_buffer.AsSpan(_used));
            _used += bytes.Length;
            return;
        }

        Flush();
        while (bytes.Length > BufferBytes)
        {
            var length = Math.Min(bytes.Length, MostBytes);
            Frame(bytes[..length]);
            bytes = bytes[length..];
        }

        bytes.CopyTo(_buffer);
        _used = bytes.Length;
    }

    /// <summary>Ends it.</summary>
    public void Finish()
    {
        Flush();
        Frame([]);
    }

    private void Flush()
    {
        if (_used > 0)
        {
            Frame(_buffer.AsSpan(0, _used));
            _used = 0;
        }
    }

    private void Frame(ReadOnlySpan<byte> bytes)
    {
        _sum = CheckSum.Of(bytes, _sum);
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(head, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], _sum);
        to.Write(head);
        to.Write(bytes);
    }
}
