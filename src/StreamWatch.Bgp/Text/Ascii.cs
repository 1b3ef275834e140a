using System.Numerics;
using System.Runtime.CompilerServices;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Text;

/// <summary>
/// Numbers and addresses as ASCII, written through pointers because millions of lines go through here. Every method returns the place
/// behind what it wrote; the caller sees to it that there is room.
/// </summary>
internal static unsafe class Ascii
{
    /// <summary>Most bytes that an address takes: 39 for IPv6, 45 with an embedded IPv4 address.</summary>
    public const int MaxAddress = 46;

    /// <summary>Most bytes that a number takes.</summary>
    public const int MaxUInt32 = 10;

    // For each octet four bytes: its digits and a dot, in memory order.
    private static readonly uint* Octets = MakeOctets();

    // "00" to "99", in memory order.
    private static readonly ushort* Pairs = MakePairs();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Copy(byte* to, ReadOnlySpan<byte> text)
    {
        text.CopyTo(new Span<byte>(to, text.Length));
        return to + text.Length;
    }

    public static byte* Number(byte* to, uint value)
    {
        if (value < 256)
        {
            Unsafe.WriteUnaligned(to, Octets[value]);
            return to + OctetLength(value);
        }

        var digits = value switch
        {
            < 1_000 => 3,
            < 10_000 => 4,
            < 100_000 => 5,
            < 1_000_000 => 6,
            < 10_000_000 => 7,
            < 100_000_000 => 8,
            < 1_000_000_000 => 9,
            _ => 10,
        };
        var end = to + digits;
        var at = end;
        while (value >= 100)
        {
            at -= 2;
            var rest = value / 100;
            Unsafe.WriteUnaligned(at, Pairs[value - (rest * 100)]);
            value = rest;
        }

        if (value < 10)
        {
            *to = (byte)('0' + value);
        }
        else
        {
            Unsafe.WriteUnaligned(to, Pairs[value]);
        }

        return end;
    }

    public static byte* Number(byte* to, long value)
    {
        if (value is >= 0 and <= uint.MaxValue)
        {
            return Number(to, (uint)value);
        }

        if (value < 0)
        {
            *to++ = (byte)'-';
            value = -value;
            return Number(to, value);
        }

        to = Number(to, value / 10);
        *to++ = (byte)('0' + (value % 10));
        return to;
    }

    /// <summary>A number with zeros in front up to six digits; longer ones in full, as <c>%06u</c> does.</summary>
    public static byte* SixDigits(byte* to, uint value)
    {
        if (value > 999_999)
        {
            return Number(to, value);
        }

        for (var at = to + 5; at >= to; at--, value /= 10)
        {
            *at = (byte)('0' + (value % 10));
        }

        return to + 6;
    }

    /// <summary>Dotted quad; writes up to one byte behind its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* IPv4(byte* to, uint address)
    {
        to = OctetAndDot(to, address >> 24);
        to = OctetAndDot(to, address >> 16 & 0xFF);
        to = OctetAndDot(to, address >> 8 & 0xFF);
        return OctetAndDot(to, address & 0xFF) - 1;
    }

    /// <summary>
    /// Lower-case groups with the longest run of zero groups, the first of equals, as <c>::</c>; IPv4-mapped and IPv4-compatible addresses
    /// with a dotted quad. RFC 5952 leaves a single zero group alone; bgpdump does not.
    /// </summary>
    public static byte* IPv6(byte* to, ulong high, ulong low, bool shortenSingleZero)
    {
        if (high == 0 && (low >> 32 == 0xFFFF || (low >> 32 == 0 && (uint)low > 1)))
        {
            to = Copy(to, low >> 32 == 0 ? "::"u8 : "::ffff:"u8);
            return IPv4(to, (uint)low);
        }

        var (runStart, runLength) = LongestZeroRun(high, low);
        if (runLength == 1 && !shortenSingleZero)
        {
            runStart = -1;
        }

        for (var group = 0; group < 8; group++)
        {
            if (group == runStart)
            {
                if (group == 0)
                {
                    *to++ = (byte)':';
                }

                *to++ = (byte)':';
                group += runLength - 1;
                continue;
            }

            to = Hex(to, Group(high, low, group));
            if (group != 7)
            {
                *to++ = (byte)':';
            }
        }

        return to;
    }

    /// <summary>Either family; nothing where there is no address.</summary>
    public static byte* Address(byte* to, in WireAddress address, bool shortenSingleZero) => address.Family switch
    {
        AddressFamily.IPv4 => IPv4(to, address.IPv4Value),
        AddressFamily.IPv6 => IPv6(to, address.High, address.Low, shortenSingleZero),
        _ => to,
    };

    /// <summary>A group of an IPv6 address without leading zeros.</summary>
    private static byte* Hex(byte* to, uint group)
    {
        var digits = group == 0 ? 1 : ((31 - BitOperations.LeadingZeroCount(group)) >> 2) + 1;
        for (var shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        {
            var nibble = group >> shift & 0xF;
            *to++ = (byte)(nibble < 10 ? '0' + nibble : 'a' - 10 + nibble);
        }

        return to;
    }

    private static uint Group(ulong high, ulong low, int group) =>
        (uint)((group < 4 ? high >> (48 - (16 * group)) : low >> (112 - (16 * group))) & 0xFFFF);

    private static (int Start, int Length) LongestZeroRun(ulong high, ulong low)
    {
        var best = (Start: -1, Length: 0);
        var length = 0;
        for (var group = 0; group < 8; group++)
        {
            length = Group(high, low, group) == 0 ? length + 1 : 0;
            if (length > best.Length)
            {
                best = (group - length + 1, length);
            }
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* OctetAndDot(byte* to, uint octet)
    {
        Unsafe.WriteUnaligned(to, Octets[octet]);
        return to + OctetLength(octet) + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int OctetLength(uint octet) => octet < 10 ? 1 : octet < 100 ? 2 : 3;

    private static uint* MakeOctets()
    {
        var table = (uint*)System.Runtime.InteropServices.NativeMemory.Alloc(256, sizeof(uint));
        for (var octet = 0u; octet < 256; octet++)
        {
            var text = (byte*)(table + octet);
            var length = OctetLength(octet);
            for (int at = length - 1, rest = (int)octet; at >= 0; at--, rest /= 10)
            {
                text[at] = (byte)('0' + (rest % 10));
            }

            text[length] = (byte)'.';
        }

        return table;
    }

    private static ushort* MakePairs()
    {
        var table = (ushort*)System.Runtime.InteropServices.NativeMemory.Alloc(100, sizeof(ushort));
        for (var pair = 0; pair < 100; pair++)
        {
            var text = (byte*)(table + pair);
            text[0] = (byte)('0' + (pair / 10));
            text[1] = (byte)('0' + (pair % 10));
        }

        return table;
    }
}
