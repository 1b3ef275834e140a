using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace StreamWatch.Bgp.Wire;

/// <summary>
/// Big-endian loads in which missing bytes count as zero: what the C readers of this field do at the end of a record, so that a field cut
/// short reads alike everywhere.
/// </summary>
internal static class Padded
{
    public static ushort ReadUInt16(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        >= 2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        1 => (ushort)(bytes[0] << 8),
        _ => 0,
    };

    public static uint ReadUInt32(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : (uint)(Slow(bytes) >> 32);

    /// <summary>The first <paramref name="count"/> bytes, left-aligned in 64 bits.</summary>
    /// <param name="bytes">At least <paramref name="count"/> bytes.</param>
    /// <param name="count">0 to 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadLeft(ReadOnlySpan<byte> bytes, int count)
    {
        if (bytes.Length < 8)
        {
            return Slow(bytes[..count]);
        }

        var all = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return count == 0 ? 0 : all & (ulong.MaxValue << (64 - (8 * count)));
    }

    private static ulong Slow(ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var i = 0; i < bytes.Length && i < 8; i++)
        {
            value |= (ulong)bytes[i] << (56 - (8 * i));
        }

        return value;
    }
}
