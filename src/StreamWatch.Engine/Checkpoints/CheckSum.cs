using System.Buffers.Binary;
using System.Numerics;

namespace StreamWatch.Engine.Checkpoints;

/// <summary>CRC-32C (RFC 3720 appendix B.4), by the processor's own instruction where it has one.</summary>
internal static class CheckSum
{
    /// <summary>The sum of <paramref name="bytes"/> and their number, going on from another.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before)
    {
        var sum = BitOperations.Crc32C(~before, (ulong)bytes.Length);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return ~sum;
    }
}
