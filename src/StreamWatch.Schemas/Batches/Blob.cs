using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace StreamWatch.Schemas.Batches;

/// <summary>
/// Bytes of a field on their way into a message, as they will stand there: a column of numbers is encoded while it is filled, and written by one copy. Grown
/// once, used for one batch after another.
/// </summary>
internal sealed class Blob
{
    private const int LongestVarint = 10;
    private const int BitsAByte = 7;

    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Appends a number of a packed column of uint32, uint64 or bool.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendVarint(ulong value)
    {
        var span = Reserve(LongestVarint);
        if (value < 1 << BitsAByte)
        {
            span[0] = (byte)value;
            Length++;
        }
        else
        {
            Length += WriteVarint(span, value);
        }
    }

    /// <summary>Appends a number of a packed column of sint64.</summary>
    public void AppendZigZag(long value) => AppendVarint((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Appends a number of a packed column of fixed32.</summary>
    public void AppendFixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(sizeof(uint)), value);
        Length += sizeof(uint);
    }

    /// <summary>Room for so many bytes behind the last; <see cref="Advance"/> says how many of them are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - Length < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + bytes));
        }

        return _bytes.AsSpan(Length);
    }

    public void Advance(int bytes) => Length += bytes;

    public void Clear() => Length = 0;

    /// <summary>Bytes of the field in a message, tag and length included; an empty one is left out and has none.</summary>
    public int SizeAs(int field) => Length == 0 ? 0 : SizeOfHead(field, Length) + Length;

    /// <summary>Writes the field: tag, length and bytes. Returns what is behind it.</summary>
    public Span<byte> WriteAs(int field, Span<byte> target)
    {
        if (Length == 0)
        {
            return target;
        }

        target = WriteHead(field, Length, target);
        _bytes.AsSpan(0, Length).CopyTo(target);
        return target[Length..];
    }

    /// <summary>Bytes of the tag and the length of a field with so many bytes.</summary>
    public static int SizeOfHead(int field, int length) => SizeOf(Tag(field)) + SizeOf((uint)length);

    /// <summary>Writes the tag and the length of a field. Returns what is behind them.</summary>
    public static Span<byte> WriteHead(int field, int length, Span<byte> target)
    {
        target = target[WriteVarint(target, Tag(field))..];
        return target[WriteVarint(target, (uint)length)..];
    }

    private static uint Tag(int field) => WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited);

    private static int SizeOf(uint value) => (BitOperations.Log2(value | 1) / BitsAByte) + 1;

    private static int WriteVarint(Span<byte> span, ulong value)
    {
        var at = 0;
        for (; value >= 1 << BitsAByte; value >>= BitsAByte)
        {
            span[at++] = (byte)(value | 0x80);
        }

        span[at] = (byte)value;
        return at + 1;
    }
}
