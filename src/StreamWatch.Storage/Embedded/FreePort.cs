using System.Net;
using System.Net.Sockets;

namespace StreamWatch.Storage.Embedded;

/// <summary>Finds TCP ports on 127.0.0.1.</summary>
internal static class FreePort
{
    /// <summary>Two ports that are free now; another process may still take them before the engine does, which is then tried again.</summary>
    public static (int First, int Second) Pair()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    /// <summary>Whether nobody listens on the port.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
