using System.Net;
using System.Net.Sockets;

namespace StreamWatch.Benchmarks;

/// <summary>The servers that are probed, as a process of their own so that only the prober is measured: one takes connections, one answers HTTP. Every address of 127.0.0.0/8 is theirs.</summary>
static class ProbeServers
{
    /// <summary>The word on the command line that makes this program the servers.</summary>
    public const string Word = "probe-servers";

    static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n"u8.ToArray();

    /// <summary>Prints both ports and serves until its input ends.</summary>
    public static async Task<int> RunAsync()
    {
        using var plain = Listen();
        using var web = Listen();
        Console.WriteLine($"{((IPEndPoint)plain.LocalEndpoint).Port} {((IPEndPoint)web.LocalEndpoint).Port}");
        var serving = Task.WhenAny(ServeAsync(plain, isWeb: false), ServeAsync(web, isWeb: true));
        await Task.WhenAny(serving, Console.In.ReadToEndAsync());
        return 0;
    }

    static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start(backlog: 4096);
        return listener;
    }

    static async Task ServeAsync(TcpListener listener, bool isWeb)
    {
        while (true)
        {
            _ = TalkAsync(await listener.AcceptSocketAsync(), isWeb);
        }
    }

    static async Task TalkAsync(Socket socket, bool isWeb)
    {
        using (socket)
        {
            try
            {
                var buffer = new byte[2048];
                while (await socket.ReceiveAsync(buffer) > 0)
                {
                    if (isWeb)
                    {
                        await socket.SendAsync(Answer);
                    }
                }
            }
            catch (SocketException)
            {
                // the prober has heard enough
            }
        }
    }
}
