using System.Buffers.Binary;
using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt.Writing.Encoding;

/// <summary>Prefixes on the wire: a length in bits and as many bytes as it needs (RFC 4271 section 4.3, RFC 7911 section 3).</summary>
internal static class NlriEncoder
{
    public static void PutAll(RecordBuffer buffer, IReadOnlyList<Nlri> prefixes, AddressFamily family, bool addPath, string field)
    {
        for (var i = 0; i < prefixes.Count; i++)
        {
            Put(buffer, prefixes[i], family, addPath, field);
        }
    }

    public static void Put(RecordBuffer buffer, in Nlri nlri, AddressFamily family, bool addPath, string field)
    {
        if (addPath)
        {
            buffer.PutUInt32(nlri.PathId);
        }
        else if (nlri.PathId != 0)
        {
            throw new UnwritableRecordException(
                $"{field} {nlri.Prefix} has path identifier {nlri.PathId}; only add-path forms have room for it");
        }

        PutPrefix(buffer, nlri.Prefix, family, field);
    }

    public static void PutPrefix(RecordBuffer buffer, in Prefix prefix, AddressFamily family, string field)
    {
        if (prefix.Family != family)
        {
            throw new UnwritableRecordException($"{field} {prefix} is not an {family} prefix; this field takes {family} only");
        }

        buffer.PutByte(prefix.Length);
        Span<byte> address = stackalloc byte[16];
        Fill(prefix, address);
        buffer.PutBytes(address[..((prefix.Length + 7) / 8)]);
    }

    /// <summary>Writes the address of a prefix in full: 4 or 16 bytes.</summary>
    public static void PutWholeAddress(RecordBuffer buffer, in Prefix prefix)
    {
        Span<byte> address = stackalloc byte[16];
        Fill(prefix, address);
        buffer.PutBytes(address[..(prefix.Family == AddressFamily.IPv6 ? 16 : 4)]);
    }

    private static void Fill(in Prefix prefix, Span<byte> address)
    {
        BinaryPrimitives.WriteUInt64BigEndian(address, prefix.High);
        BinaryPrimitives.WriteUInt64BigEndian(address[8..], prefix.Low);
    }
}
