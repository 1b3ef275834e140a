using System.Net.Sockets;
using System.Security.Cryptography;
using StreamWatch.Collectors.Probing.Sockets;

namespace StreamWatch.Collectors.Probing.Icmp;

/// <summary>One echo request; ok is its reply.</summary>
internal static class IcmpProbe
{
    private const int LongestDatagram = 2048;

    public static async Task<ProbeEnd> RunAsync(ProbeAttempt attempt)
    {
        var to = await TargetAddress.OfAsync(attempt).ConfigureAwait(false);
        var cookie = RandomNumberGenerator.GetBytes(EchoMessage.CookieLength);
        using var socket = EchoSocket.Open(to);
        var hasIpHeader = socket.SocketType == SocketType.Raw && to.AddressFamily == AddressFamily.InterNetwork;
        var request = EchoMessage.Request(to.AddressFamily, (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), cookie);
        attempt.Begin(ProbeStep.FirstByte);
        await ProbeSocket.SendAsync(attempt, socket, request, to).ConfigureAwait(false);
        var buffer = new byte[LongestDatagram];
        while (true)
        {
            var length = await ProbeSocket.ReceiveAsync(attempt, socket, buffer, to).ConfigureAwait(false);
            if (EchoMessage.IsReply(buffer.AsSpan(0, length), to.AddressFamily, hasIpHeader, cookie))
            {
                attempt.Heard();
                return ProbeEnd.Ok("echo reply");
            }
        }
    }
}
