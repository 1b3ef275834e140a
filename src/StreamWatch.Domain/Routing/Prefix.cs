using System.Buffers.Binary;
using System.Net;

namespace StreamWatch.Domain.Routing;

/// <summary>
/// An IP prefix in canonical form: every bit behind the length is zero, so that equal prefixes are equal values.
/// Both families are left-aligned in 128 bits: an IPv4 address stands in the top 32 bits of <see cref="High"/>.
/// The default value is <c>0.0.0.0/0</c> with family 0 and is not a valid prefix.
/// </summary>
public readonly struct Prefix : IEquatable<Prefix>, IComparable<Prefix>
{
    /// <summary>Makes a prefix and clears the bits behind <paramref name="length"/>.</summary>
    /// <param name="family">IPv4 or IPv6.</param>
    /// <param name="high">The first 64 bits of the address, IPv4 left-aligned.</param>
    /// <param name="low">The last 64 bits of the address; 0 for IPv4.</param>
    /// <param name="length">0 to 32 for IPv4, 0 to 128 for IPv6.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is longer than the family's addresses.</exception>
    public Prefix(AddressFamily family, ulong high, ulong low, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, family == AddressFamily.IPv4 ? 32 : 128);
        Family = family;
        Length = (byte)length;
        High = length switch
        {
            0 => 0,
            >= 64 => high,
            _ => high & (ulong.MaxValue << (64 - length)),
        };
        Low = length switch
        {
            <= 64 => 0,
            128 => low,
            _ => low & (ulong.MaxValue << (128 - length)),
        };
    }

    /// <summary>First 64 bits of the network address, left-aligned.</summary>
    public ulong High { get; }

    /// <summary>Last 64 bits of the network address; 0 for IPv4.</summary>
    public ulong Low { get; }

    /// <summary>Length in bits: 0 to 32 (IPv4) or 0 to 128 (IPv6).</summary>
    public byte Length { get; }

    /// <summary>The family the prefix belongs to.</summary>
    public AddressFamily Family { get; }

    public static bool operator ==(Prefix left, Prefix right) => left.Equals(right);

    public static bool operator !=(Prefix left, Prefix right) => !left.Equals(right);

    public static bool operator <(Prefix left, Prefix right) => left.CompareTo(right) < 0;

    public static bool operator >(Prefix left, Prefix right) => left.CompareTo(right) > 0;

    public static bool operator <=(Prefix left, Prefix right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Prefix left, Prefix right) => left.CompareTo(right) >= 0;

    /// <summary>An IPv4 prefix from its address as a big-endian number.</summary>
    public static Prefix IPv4(uint address, int length) => new(AddressFamily.IPv4, (ulong)address << 32, 0, length);

    /// <summary>Reads <c>address/length</c>; bits behind the length are cleared.</summary>
    /// <exception cref="FormatException">The text is not a prefix.</exception>
    public static Prefix Parse(string text) =>
        TryParse(text, out var prefix)
            ? prefix
            : throw new FormatException($"\"{text}\" is not a prefix; write address/length, for example 175.45.176.0/24 or 2001:db8::/32");

    /// <summary>Reads <c>address/length</c>; bits behind the length are cleared.</summary>
    public static bool TryParse(string? text, out Prefix prefix)
    {
        prefix = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || !IPAddress.TryParse(text.AsSpan(0, slash), out var address)
            || !byte.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out var length))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        if (length > written * 8)
        {
            return false;
        }

        prefix = new Prefix(
            address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? AddressFamily.IPv4 : AddressFamily.IPv6,
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            length);
        return true;
    }

    /// <summary>Whether every address of <paramref name="other"/> is in this prefix.</summary>
    public bool Covers(in Prefix other)
    {
        if (other.Family != Family || other.Length < Length)
        {
            return false;
        }

        var cut = new Prefix(Family, other.High, other.Low, Length);
        return cut.High == High && cut.Low == Low;
    }

    public bool Equals(Prefix other) =>
        High == other.High && Low == other.Low && Length == other.Length && Family == other.Family;

    public override bool Equals(object? obj) => obj is Prefix other && Equals(other);

    /// <summary>A well-mixed hash: tables that mask its low bits stay even.</summary>
    public override int GetHashCode()
    {
        var mixed = (High ^ (Low * 0x9E3779B97F4A7C15UL) ^ ((ulong)Length << 3) ^ (ulong)Family) * 0xD6E8FEB86659FD93UL;
        mixed ^= mixed >> 32;
        mixed *= 0xD6E8FEB86659FD93UL;
        return (int)(mixed >> 32);
    }

    /// <summary>By family, then address, then length: a prefix stands before those it covers.</summary>
    public int CompareTo(Prefix other)
    {
        var order = Family.CompareTo(other.Family);
        order = order != 0 ? order : High.CompareTo(other.High);
        order = order != 0 ? order : Low.CompareTo(other.Low);
        return order != 0 ? order : Length.CompareTo(other.Length);
    }

    /// <summary><c>address/length</c> in the usual text form (RFC 5952 for IPv6).</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return $"{new IPAddress(bytes[..(Family == AddressFamily.IPv6 ? 16 : 4)])}/{Length}";
    }
}
