using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StreamWatch.Tests.App.Metrics;

/// <summary>An OTLP receiver on loopback: takes what is posted to it over HTTP and keeps the bodies.</summary>
sealed class OtlpReceiver : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly List<(string Head, byte[] Body)> _requests = [];
    readonly Task _serving;

    public OtlpReceiver(string status = "200 OK")
    {
        _listener.Start();
        _serving = ServeAsync(status);
    }

    public Uri Url => new($"http://{_listener.LocalEndpoint}");

    /// <summary>What came: the heads and the bodies.</summary>
    public IReadOnlyList<(string Head, byte[] Body)> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    async Task ServeAsync(string status)
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token), status));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    async Task TalkAsync(TcpClient client, string status)
    {
        using var _ = client;
        var stream = client.GetStream();
        try
        {
            while (await HeadAsync(stream) is { } head)
            {
                var length = head.Split("\r\n").Select(line => line.Split(": ")).First(field => field[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase))[1];
                var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
                await stream.ReadExactlyAsync(body, _stop.Token);
                lock (_requests)
                {
                    _requests.Add((head, body));
                }

                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The sender is gone, or the test is over.
        }
    }

    async Task<string?> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
