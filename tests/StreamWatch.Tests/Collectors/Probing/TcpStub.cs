using System.Net;
using System.Net.Sockets;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>A TCP server on this host whose manners the test decides. Each connection is closed when its manners end.</summary>
sealed class TcpStub : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly Task _running;
    int _accepted;

    public TcpStub(Func<NetworkStream, CancellationToken, Task> manners)
    {
        _listener.Start();
        _running = RunAsync(manners);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public int Accepted => _accepted;

    /// <summary>Says something at once, and listens on.</summary>
    public static TcpStub Saying(string words) => new(async (stream, stop) =>
    {
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(words), stop);
        await DrainAsync(stream, stop);
    });

    /// <summary>Hears the head of a request, then says something and closes.</summary>
    public static TcpStub Answering(string words) => new(async (stream, stop) =>
    {
        await HearAsync(stream, stop);
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(words), stop);
    });

    /// <summary>Reads the head of a request.</summary>
    public static async Task<string> HearAsync(Stream stream, CancellationToken stop)
    {
        var heard = new System.Text.StringBuilder();
        var buffer = new byte[4096];
        while (!heard.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, stop);
            if (read == 0)
            {
                break;
            }

            heard.Append(System.Text.Encoding.Latin1.GetString(buffer, 0, read));
        }

        return heard.ToString();
    }

    /// <summary>Reads until the other side closes.</summary>
    public static async Task DrainAsync(Stream stream, CancellationToken stop)
    {
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, stop) > 0)
        {
        }
    }

    /// <summary>Closes with a reset.</summary>
    public static void Reset(NetworkStream stream)
    {
        stream.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        stream.Socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Stop();
        _stop.Dispose();
    }

    async Task RunAsync(Func<NetworkStream, CancellationToken, Task> manners)
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                serving.Add(ServeAsync(new NetworkStream(socket, ownsSocket: true), manners));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    async Task ServeAsync(NetworkStream stream, Func<NetworkStream, CancellationToken, Task> manners)
    {
        await using (stream)
        {
            try
            {
                await manners(stream, _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // the prober has gone, as it may
            }
        }
    }
}
