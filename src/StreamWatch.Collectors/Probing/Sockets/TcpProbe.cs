using System.Net;

namespace StreamWatch.Collectors.Probing.Sockets;

/// <summary>The TCP handshake; ok is its end. Nothing is said and nothing is heard.</summary>
internal static class TcpProbe
{
    public static async Task<ProbeEnd> RunAsync(ProbeAttempt attempt)
    {
        if (attempt.Setting.Port is not { } port)
        {
            return ProbeEnd.Local("a probe of tcp needs a port, 1 to 65535");
        }

        var to = await TargetAddress.OfAsync(attempt).ConfigureAwait(false);
        attempt.Begin(ProbeStep.Connect);
        using var socket = await ProbeSocket.ConnectAsync(attempt, new IPEndPoint(to, port)).ConfigureAwait(false);
        return ProbeEnd.Ok("connected");
    }
}
