using System.Buffers.Binary;
using System.Globalization;

namespace StreamWatch.Collectors.Probing.Ntp;

/// <summary>The packet of NTP (RFC 5905 section 7.3): a question of a client, and whether an answer is one.</summary>
internal static class NtpMessage
{
    /// <summary>Bytes of the header; extensions may follow.</summary>
    public const int Length = 48;

    /// <summary>Where in the answer the cookie of the question comes back: the origin timestamp.</summary>
    public const int OriginAt = 24;

    /// <summary>Where in the question the cookie stands: the transmit timestamp. In an answer: when it left the server.</summary>
    public const int TransmitAt = 40;

    private const byte ClientVersion4 = 0x23;
    private const int ServerMode = 4;
    private const int Unsynchronised = 3;
    private const int LastStratum = 15;
    private const int ReferenceAt = 12;

    /// <summary>A question. Its transmit timestamp is a random number that only the asked server can send back.</summary>
    public static byte[] Question(ulong cookie)
    {
        var message = new byte[Length];
        message[0] = ClientVersion4;
        BinaryPrimitives.WriteUInt64BigEndian(message.AsSpan(TransmitAt), cookie);
        return message;
    }

    /// <summary>Judges an answer; null where it answers another question than ours, which a late or forged one does.</summary>
    public static ProbeEnd? Judge(ReadOnlySpan<byte> answer, ulong cookie)
    {
        if (answer.Length < Length)
        {
            return ProbeEnd.Wrong($"not NTP: {answer.Length} bytes where {Length} are the least");
        }

        var (leap, version, mode, stratum) = (answer[0] >> 6, (answer[0] >> 3) & 7, answer[0] & 7, answer[1]);
        if (mode != ServerMode || version is < 1 or > 4)
        {
            return ProbeEnd.Wrong(string.Create(CultureInfo.InvariantCulture, $"not an answer of NTP: mode {mode}, version {version}"));
        }

        if (BinaryPrimitives.ReadUInt64BigEndian(answer[OriginAt..]) != cookie)
        {
            return null;
        }

        if (stratum == 0)
        {
            // RFC 5905 section 7.4
            return ProbeEnd.Wrong($"kiss of death: \"{ProbeText.Line(answer.Slice(ReferenceAt, 4))}\"");
        }

        if (leap == Unsynchronised || stratum > LastStratum)
        {
            return ProbeEnd.Wrong(string.Create(CultureInfo.InvariantCulture, $"the server's own clock is not set: leap {leap}, stratum {stratum}"));
        }

        return BinaryPrimitives.ReadUInt64BigEndian(answer[TransmitAt..]) == 0
            ? ProbeEnd.Wrong("the answer has no time in it")
            : ProbeEnd.Ok(string.Create(CultureInfo.InvariantCulture, $"stratum {stratum}"));
    }
}
