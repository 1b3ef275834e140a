using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Storage.Reading;

/// <summary>
/// Values of the RowBinary format. Texts and addresses are made once and shared, since they come again in every row; bounded, so that
/// nothing makes it grow for ever.
/// </summary>
internal sealed class RowBinaryValues
{
    /// <summary>Low half of <c>::ffff:0.0.0.0</c>.</summary>
    public const ulong Mapped = 0x0000_FFFF_0000_0000;

    private const int MostShared = 65_536;
    private const int LongestShared = 256;
    private const int LongestPrefix = 10;
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<UInt128, IPAddress?> _addresses = [];
    private byte[] _bytes = new byte[LongestShared];

    /// <summary>A text: its length (see <see cref="Writing.Columns.VarInt"/>), then UTF-8.</summary>
    public bool TryRead(ref SequenceReader<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!TryReadLength(ref bytes, out var size))
        {
            return false;
        }

        if (bytes.Remaining < size)
        {
            return false;
        }

        if (_bytes.Length < size)
        {
            _bytes = new byte[size];
        }

        var utf8 = _bytes.AsSpan(0, (int)size);
        bytes.TryCopyTo(utf8);
        bytes.Advance(size);
        text = Shared(utf8);
        return true;
    }

    /// <summary>The length of a text or list (see <see cref="Writing.Columns.VarInt"/>).</summary>
    public static bool TryReadLength(ref SequenceReader<byte> bytes, out long size)
    {
        size = 0;
        for (var i = 0; i < LongestPrefix; i++)
        {
            if (!bytes.TryRead(out var part))
            {
                return false;
            }

            size |= (long)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                return true;
            }
        }

        throw new StorageException("an answer of ClickHouse holds a text or list without a length; is it RowBinary?");
    }

    /// <summary>A whole number of four bytes.</summary>
    public static bool TryRead(ref SequenceReader<byte> bytes, out uint number)
    {
        var isThere = bytes.TryReadLittleEndian(out int value);
        number = (uint)value;
        return isThere;
    }

    /// <summary>An IPv6 address as a value; IPv4 is mapped into it, <c>::</c> is none.</summary>
    public static bool TryRead(ref SequenceReader<byte> bytes, out RouteAddress address)
    {
        address = default;
        if (!bytes.TryReadBigEndian(out long high) || !bytes.TryReadBigEndian(out long low))
        {
            return false;
        }

        var isMapped = high == 0 && ((ulong)low & ~(ulong)uint.MaxValue) == Mapped;
        address = isMapped ? RouteAddress.IPv4((uint)low) : (high | low) == 0 ? default : new RouteAddress(AddressFamily.IPv6, (ulong)high, (ulong)low);
        return true;
    }

    /// <summary>An IPv6 address; IPv4 is mapped into it, <c>::</c> is none.</summary>
    public bool TryReadAddress(ref SequenceReader<byte> bytes, out IPAddress? address)
    {
        address = null;
        Span<byte> network = stackalloc byte[16];
        if (!bytes.TryCopyTo(network))
        {
            return false;
        }

        bytes.Advance(network.Length);
        var number = BinaryPrimitives.ReadUInt128BigEndian(network);
        if (_addresses.TryGetValue(number, out address))
        {
            return true;
        }

        address = number == 0 ? null : new IPAddress(network);
        address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        if (_addresses.Count < MostShared)
        {
            _addresses.Add(number, address);
        }

        return true;
    }

    /// <summary>A number that may be missing: 1 for null, else 0 and the number.</summary>
    public static bool TryRead(ref SequenceReader<byte> bytes, out double? number)
    {
        number = null;
        if (!bytes.TryRead(out var isNull))
        {
            return false;
        }

        if (isNull == 1)
        {
            return true;
        }

        if (!bytes.TryReadLittleEndian(out int bits))
        {
            return false;
        }

        number = BitConverter.Int32BitsToSingle(bits);
        return true;
    }

    private string Shared(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestShared)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        Span<char> chars = stackalloc char[LongestShared];
        var text = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        var lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var known))
        {
            return known;
        }

        var made = text.ToString();
        if (_texts.Count < MostShared)
        {
            _texts.Add(made);
        }

        return made;
    }
}
