using System.Buffers.Binary;

namespace StreamWatch.Tests.Bgp.Mrt;

/// <summary>Hand-made MRT records in hexadecimal, so that a test shows the very bytes of the RFC. Blanks do not count.</summary>
static class HandMade
{
    /// <summary>A record with header (RFC 6396 section 2) around a body.</summary>
    public static byte[] Of(ushort type, ushort subtype, string body, uint seconds = 1_000)
    {
        var bytes = Hex(body);
        var record = new byte[12 + bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(record, seconds);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(6), subtype);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(8), (uint)bytes.Length);
        bytes.CopyTo(record, 12);
        return record;
    }

    /// <summary>BGP4MP with 2-byte ASNs from 10.0.0.1 AS7018 to 10.0.0.2 AS65535 (RFC 6396 section 4.4.2) around an UPDATE.</summary>
    public static byte[] Update(string withdrawn, string attributes, string announced, ushort subtype = 1, int lengthOff = 0)
    {
        var asns = subtype is 4 or 7 or 9 or 11 ? "00001B6A 0000FFFF" : "1B6A FFFF";
        var update = $"{Length(withdrawn)}{withdrawn}{Length(attributes)}{attributes}{announced}";
        var length = 19 + Hex(update).Length + lengthOff;
        return Of(16, subtype, $"{asns} 0000 0001 0A000001 0A000002 {Marker} {length:X4} 02 {update}");
    }

    public static string Marker => new('F', 32);

    public static byte[] Hex(string text) => Convert.FromHexString(string.Concat(text.Where(c => !char.IsWhiteSpace(c))));

    static string Length(string hex) => Hex(hex).Length.ToString("X4", System.Globalization.CultureInfo.InvariantCulture);
}
