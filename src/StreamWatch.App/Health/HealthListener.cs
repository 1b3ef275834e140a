using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StreamWatch.App.Health;

/// <summary>
/// Answers <c>GET /healthz</c> and <c>GET /readyz</c>: 200 while it is so, 503 with the reasons else, and 404 for anything else. It speaks just enough HTTP/1.1 for that,
/// one request a connection, as a web server's whole framework would double the size of the image.
/// </summary>
internal sealed class HealthListener : IAsyncDisposable
{
    /// <summary>Whoever asks gets as long to do so.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int LongestRequest = 8192;

    /// <summary>Those who ask at once; more wait in the system's queue.</summary>
    private const int MostAtOnce = 16;

    private readonly TcpListener _listener;
    private readonly StageHealth _health;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _places = new(MostAtOnce);
    private readonly Task _accepting;
    private int _ended;

    private HealthListener(TcpListener listener, StageHealth health, TimeProvider time)
    {
        _listener = listener;
        _health = health;
        _time = time;
        Endpoint = (IPEndPoint)listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens; with the port that was chosen.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">It cannot: the address is in use, or not of this host.</exception>
    public static HealthListener Start(IPEndPoint endpoint, StageHealth health, TimeProvider time)
    {
        var listener = new TcpListener(endpoint);
        try
        {
            listener.Start();
            return new HealthListener(listener, health, time);
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new IOException($"--health {endpoint}: this address cannot be listened on: {e.Message}; name another, or port 0 for a free one", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);

        // Each place that comes back is a conversation that has ended.
        for (var i = 0; i < MostAtOnce; i++)
        {
            await _places.WaitAsync().ConfigureAwait(false);
        }

        _places.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                _ = AnswerAsync(await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Whoever called is gone, or this is.
                _places.Release();
            }
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LongestRequest);
        try
        {
            using var _ = socket;
            using var patience = new CancellationTokenSource(Patience, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token);
            if (await ReadAsync(socket, buffer, either.Token).ConfigureAwait(false) is { } request)
            {
                await SendAsync(socket, Answer(request), either.Token).ConfigureAwait(false);
            }

            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever asked does not want to know any more.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _places.Release();
        }
    }

    /// <summary>The first line of a request, once all of its head is there; null where it ends before or is too long.</summary>
    private static async Task<string?> ReadAsync(Socket socket, byte[] buffer, CancellationToken cancellation)
    {
        for (var length = 0; length < LongestRequest;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length, LongestRequest - length), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            length += read;
            var head = buffer.AsSpan(0, length);
            if (head.IndexOf("\r\n\r\n"u8) >= 0)
            {
                return Encoding.Latin1.GetString(head[..head.IndexOf("\r\n"u8)]);
            }
        }

        return null;
    }

    private static async Task SendAsync(Socket socket, byte[] answer, CancellationToken cancellation)
    {
        for (var sent = 0; sent < answer.Length;)
        {
            sent += await socket.SendAsync(answer.AsMemory(sent), cancellation).ConfigureAwait(false);
        }
    }

    private byte[] Answer(string request)
    {
        var words = request.Split(' ');
        var path = words.Length > 1 ? words[1].Split('?')[0] : "";
        if (words[0] is not ("GET" or "HEAD"))
        {
            return Message("405 Method Not Allowed", """{"ok":false,"reason":"only GET and HEAD are answered"}"""u8, withBody: true);
        }

        var report = _health.Look();
        return path switch
        {
            "/healthz" => Message(Status(report.IsAlive), HealthJson.Write(report, report.IsAlive, withReadiness: false), words[0] == "GET"),
            "/readyz" => Message(Status(report.IsReady), HealthJson.Write(report, report.IsReady, withReadiness: true), words[0] == "GET"),
            _ => Message("404 Not Found", """{"ok":false,"reason":"there are /healthz and /readyz"}"""u8, words[0] == "GET"),
        };
    }

    private static string Status(bool isOk) => isOk ? "200 OK" : "503 Service Unavailable";

    private static byte[] Message(string status, ReadOnlySpan<byte> body, bool withBody) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n")),
        .. withBody ? body : [],
    ];
}
