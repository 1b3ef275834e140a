using System.Buffers.Binary;
using System.Net.Sockets;

namespace StreamWatch.Collectors.Probing.Icmp;

/// <summary>ICMP echo (RFC 792, RFC 4443 section 4): a request with a random payload, and how its reply is known again.</summary>
internal static class EchoMessage
{
    /// <summary>Bytes of the payload: too many to guess.</summary>
    public const int CookieLength = 32;

    private const int HeaderLength = 8;
    private const byte V4Request = 8;
    private const byte V4Reply = 0;
    private const byte V6Request = 128;
    private const byte V6Reply = 129;
    private const int ShortestIpHeader = 20;

    /// <summary>A request, its checksum included; where the kernel makes that itself it writes over it.</summary>
    public static byte[] Request(AddressFamily family, ushort id, ReadOnlySpan<byte> cookie)
    {
        var message = new byte[HeaderLength + cookie.Length];
        message[0] = family == AddressFamily.InterNetworkV6 ? V6Request : V4Request;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), 1);
        cookie.CopyTo(message.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Checksum(message));
        return message;
    }

    /// <summary>Whether a datagram is the reply to the request with this payload.</summary>
    /// <param name="datagram">As the socket gave it.</param>
    /// <param name="family">Of the socket.</param>
    /// <param name="hasIpHeader">The IPv4 header stands before it: raw sockets have it so.</param>
    /// <param name="cookie">The payload of the request.</param>
    public static bool IsReply(ReadOnlySpan<byte> datagram, AddressFamily family, bool hasIpHeader, ReadOnlySpan<byte> cookie)
    {
        if (hasIpHeader)
        {
            var length = datagram.IsEmpty ? 0 : (datagram[0] & 0x0F) * 4;
            if (length < ShortestIpHeader || length > datagram.Length)
            {
                return false;
            }

            datagram = datagram[length..];
        }

        return datagram.Length >= HeaderLength
            && datagram[0] == (family == AddressFamily.InterNetworkV6 ? V6Reply : V4Reply)
            && datagram[1] == 0
            && datagram[HeaderLength..].SequenceEqual(cookie);
    }

    /// <summary>The internet checksum (RFC 1071).</summary>
    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (; bytes.Length > 1; bytes = bytes[2..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        }

        sum += bytes.IsEmpty ? 0 : (uint)bytes[0] << 8;
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~(sum + (sum >> 16));
    }
}
