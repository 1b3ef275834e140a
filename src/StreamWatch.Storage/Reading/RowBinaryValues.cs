using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace StreamWatch.Storage.Reading;

/// <summary>
/// Values of the RowBinary format. Texts and addresses are made once and shared, since they come again in every row; bounded, so that
/// nothing makes it grow for ever.
/// </summary>
internal sealed class RowBinaryValues
{
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
        long size = 0;
        for (var i = 0; ; i++)
        {
            if (i == LongestPrefix)
            {
                throw new StorageException("an answer of ClickHouse holds a text without a length; is it RowBinary?");
            }

            if (!bytes.TryRead(out var part))
            {
                return false;
            }

            size |= (long)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                break;
            }
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
