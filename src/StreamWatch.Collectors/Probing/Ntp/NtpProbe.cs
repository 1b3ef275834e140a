using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using StreamWatch.Collectors.Probing.Sockets;

namespace StreamWatch.Collectors.Probing.Ntp;

/// <summary>Asks a server for the time as a client does (RFC 5905 section 9.1) and checks the answer; what time it is does not matter.</summary>
internal static class NtpProbe
{
    public const int Port = 123;

    private const int LongestDatagram = 1024;

    public static async Task<ProbeEnd> RunAsync(ProbeAttempt attempt)
    {
        var to = await TargetAddress.OfAsync(attempt).ConfigureAwait(false);
        var cookie = BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        attempt.Begin(ProbeStep.FirstByte);
        using var socket = ProbeSocket.Datagram(new IPEndPoint(to, attempt.Setting.Port ?? Port));
        await ProbeSocket.SendAsync(attempt, socket, NtpMessage.Question(cookie), to).ConfigureAwait(false);
        var buffer = new byte[LongestDatagram];
        for (var strangers = 1; ; strangers++)
        {
            var length = await ProbeSocket.ReceiveAsync(attempt, socket, buffer, to).ConfigureAwait(false);
            if (NtpMessage.Judge(buffer.AsSpan(0, length), cookie) is { } end)
            {
                attempt.Heard();
                return end;
            }

            attempt.Note = $"{strangers} that answered another question than ours passed over";
        }
    }
}
