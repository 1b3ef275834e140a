using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>Stands between a stage and ClickHouse on loopback, and answers in ClickHouse's place where it is told to.</summary>
sealed class ClickHouseProxy : IAsyncDisposable
{
    readonly HttpListener _listener;
    readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(2) };
    readonly Uri _server;
    readonly Task _serving;
    int _asked;

    public ClickHouseProxy(Uri server)
    {
        _server = server;
        (_listener, Url) = Listen();
        _serving = ServeAsync();
    }

    /// <summary>Where the stage connects to.</summary>
    public Uri Url { get; }

    /// <summary>Asked with the text of each statement; null lets it through. Called from any thread.</summary>
    public Func<string, ClickHouseFault?> Fault { get; set; } = _ => null;

    /// <summary>Waits until the server has done everything that it was asked for.</summary>
    public async Task IdleAsync()
    {
        while (Volatile.Read(ref _asked) > 0)
        {
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        _client.Dispose();
    }

    static (HttpListener Listener, Uri Url) Listen()
    {
        while (true)
        {
            // The listener cannot choose a port of its own; somebody else may have this one by then.
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var url = new Uri($"http://{free.LocalEndpoint}/");
            free.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add(url.ToString());
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    async Task ServeAsync()
    {
        var answers = new List<Task>();
        try
        {
            while (true)
            {
                answers.Add(AnswerAsync(await _listener.GetContextAsync()));
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            await Task.WhenAll(answers);
        }
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var fault = Fault(context.Request.QueryString["query"] ?? Encoding.UTF8.GetString(body.ToArray()));
            if (fault is { IsDone: false })
            {
                await RefuseAsync(context.Response, fault);
                return;
            }

            using var asked = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), new Uri(_server, context.Request.RawUrl)) { Content = new ByteArrayContent(body.ToArray()) };
            foreach (var name in context.Request.Headers.AllKeys.Where(name => name!.StartsWith("X-ClickHouse", StringComparison.OrdinalIgnoreCase)))
            {
                asked.Headers.Add(name!, context.Request.Headers[name]);
            }

            if (context.Request.Headers["Content-Encoding"] is { } encoding)
            {
                asked.Content.Headers.Add("Content-Encoding", encoding);
            }

            using var answer = await SendAsync(asked);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            if (fault is not null)
            {
                await RefuseAsync(context.Response, fault);
                return;
            }

            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Where(header => header.Key.StartsWith("X-ClickHouse", StringComparison.OrdinalIgnoreCase)))
            {
                context.Response.Headers.Add(name, string.Join(',', values));
            }

            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or HttpRequestException or IOException or InvalidOperationException)
        {
            // One of both is gone.
            context.Response.Abort();
        }
    }

    async Task<HttpResponseMessage> SendAsync(HttpRequestMessage asked)
    {
        Interlocked.Increment(ref _asked);
        try
        {
            return await _client.SendAsync(asked);
        }
        finally
        {
            Interlocked.Decrement(ref _asked);
        }
    }

    static async Task RefuseAsync(HttpListenerResponse response, ClickHouseFault fault)
    {
        if (fault.Status == 0)
        {
            response.Abort();
            return;
        }

        response.StatusCode = fault.Status;
        if (fault.Code != 0)
        {
            response.Headers.Add("X-ClickHouse-Exception-Code", fault.Code.ToString(CultureInfo.InvariantCulture));
        }

        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"Code: {fault.Code}. DB::Exception: refused by the test"));
        response.Close();
    }
}
