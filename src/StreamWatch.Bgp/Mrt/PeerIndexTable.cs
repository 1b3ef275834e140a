using System.Buffers.Binary;
using StreamWatch.Bgp.Wire;

namespace StreamWatch.Bgp.Mrt;

/// <summary>The peers of a TABLE_DUMP_V2 file, RFC 6396 section 4.3.1. Stays in force until the next one.</summary>
public sealed class PeerIndexTable
{
    private const int IPv6Flag = 1;
    private const int As4Flag = 2;

    private PeerEntry[] entries = new PeerEntry[64];

    /// <summary>Whether a table has been read.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>Number of peers.</summary>
    public int Count { get; private set; }

    /// <summary>BGP identifier of the collector.</summary>
    public uint CollectorBgpId { get; private set; }

    /// <summary>One peer by its position.</summary>
    /// <exception cref="IndexOutOfRangeException">The position is not under <see cref="Count"/>.</exception>
    public ref readonly PeerEntry this[int index] => ref entries.AsSpan(0, Count)[index];

    /// <summary>Replaces the table. False where the record ends early: the peers before that are kept.</summary>
    internal bool Read(ReadOnlySpan<byte> body)
    {
        IsPresent = true;
        Count = 0;
        if (body.Length < 8)
        {
            return false;
        }

        CollectorBgpId = BinaryPrimitives.ReadUInt32BigEndian(body);
        var nameLength = BinaryPrimitives.ReadUInt16BigEndian(body[4..]);
        if (body.Length < 8 + nameLength)
        {
            return false;
        }

        var announced = BinaryPrimitives.ReadUInt16BigEndian(body[(6 + nameLength)..]);
        var rest = body[(8 + nameLength)..];
        if (announced > entries.Length)
        {
            entries = new PeerEntry[announced];
        }

        for (; Count < announced; Count++)
        {
            if (rest.IsEmpty)
            {
                return false;
            }

            var addressSize = (rest[0] & IPv6Flag) != 0 ? 16 : 4;
            var asnSize = (rest[0] & As4Flag) != 0 ? 4 : 2;
            var size = 5 + addressSize + asnSize;
            if (rest.Length < size)
            {
                return false;
            }

            var address = addressSize == 16 ? WireAddress.IPv6(rest[5..]) : WireAddress.IPv4(BinaryPrimitives.ReadUInt32BigEndian(rest[5..]));
            var asn = rest[(5 + addressSize)..];
            entries[Count] = new PeerEntry(
                BinaryPrimitives.ReadUInt32BigEndian(rest[1..]),
                address,
                asnSize == 4 ? BinaryPrimitives.ReadUInt32BigEndian(asn) : BinaryPrimitives.ReadUInt16BigEndian(asn));
            rest = rest[size..];
        }

        return true;
    }
}
