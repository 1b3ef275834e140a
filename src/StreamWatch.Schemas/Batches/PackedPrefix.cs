using System.Buffers.Binary;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Schemas.Batches;

/// <summary>Prefixes as the contracts carry them: a byte with the length (IPv4: 0-32, IPv6: 64 and the length), then as many bytes as the length needs.</summary>
public static class PackedPrefix
{
    /// <summary>Most bytes of a prefix, its length included.</summary>
    public const int Longest = 17;

    private const int Ipv6Mark = 64;

    /// <summary>Writes a prefix into at least <see cref="Longest"/> bytes; returns how many of them it has.</summary>
    public static int Write(in Prefix prefix, Span<byte> span)
    {
        span[0] = (byte)(prefix.Length + (prefix.Family == AddressFamily.IPv6 ? Ipv6Mark : 0));
        BinaryPrimitives.WriteUInt64BigEndian(span[1..], prefix.High);
        BinaryPrimitives.WriteUInt64BigEndian(span[9..], prefix.Low);
        return 1 + ((prefix.Length + 7) / 8);
    }

    internal static void Append(Blob column, in Prefix prefix) => column.Advance(Write(prefix, column.Reserve(Longest)));

    /// <summary>Bytes of the prefix that begins here, its length included; 0 where it is none.</summary>
    public static int LengthAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] is (> 32 and < Ipv6Mark) or > Ipv6Mark + 128)
        {
            return 0;
        }

        var length = 1 + (((bytes[0] < Ipv6Mark ? bytes[0] : bytes[0] - Ipv6Mark) + 7) / 8);
        return length <= bytes.Length ? length : 0;
    }

    /// <summary>Reads a prefix that was checked by <see cref="LengthAt"/>.</summary>
    public static Prefix Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        var isIpv6 = bytes[at] >= Ipv6Mark;
        var length = bytes[at] - (isIpv6 ? Ipv6Mark : 0);
        var count = (length + 7) / 8;
        ulong high;
        var low = 0UL;
        if (at + Longest <= bytes.Length)
        {
            high = BinaryPrimitives.ReadUInt64BigEndian(bytes[(at + 1)..]);
            low = count > 8 ? BinaryPrimitives.ReadUInt64BigEndian(bytes[(at + 9)..]) : 0;
        }
        else
        {
            Span<byte> padded = stackalloc byte[16];
            padded.Clear();
            bytes.Slice(at + 1, count).CopyTo(padded);
            high = BinaryPrimitives.ReadUInt64BigEndian(padded);
            low = BinaryPrimitives.ReadUInt64BigEndian(padded[8..]);
        }

        at += 1 + count;
        return new Prefix(isIpv6 ? AddressFamily.IPv6 : AddressFamily.IPv4, high, low, length);
    }
}
