using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using StreamWatch.App.Commands.Health;
using StreamWatch.App.Health;
using StreamWatch.Tests.Collectors.Probing;
using Xunit;

namespace StreamWatch.Tests.App.Health;

/// <summary>Health over loopback HTTP: as an orchestrator asks, and as nobody should.</summary>
public sealed class HealthListenerTests : IAsyncDisposable
{
    readonly ManualTime _time = new();
    readonly StageHealth _health;
    readonly HealthListener _listener;
    readonly HttpClient _client;

    public HealthListenerTests()
    {
        _health = new StageHealth("detect", _time);
        _listener = HealthListener.Start(new IPEndPoint(IPAddress.Loopback, 0), _health, TimeProvider.System);
        _client = new HttpClient { BaseAddress = new Uri($"http://{_listener.Endpoint}") };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _listener.DisposeAsync();
    }

    [Fact]
    public async Task A_stage_that_makes_progress_is_200_and_one_that_does_not_is_503_with_the_reason()
    {
        var loop = _health.Progress("rounds", TimeSpan.FromSeconds(10));
        var (status, body) = await GetAsync("/healthz");
        Assert.Equal((HttpStatusCode.OK, """{"stage":"detect","ok":true,"checks":[{"name":"rounds","ok":true,"reason":null}]}"""), (status, body.GetRawText()));

        _time.Advance(TimeSpan.FromSeconds(11));
        (status, body) = await GetAsync("/healthz");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, false), (status, body.GetProperty("ok").GetBoolean()));
        Assert.Equal("no progress for 11 s; 10 s are allowed", body.GetProperty("checks")[0].GetProperty("reason").GetString());

        loop.Beat();
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/healthz")).Status);
    }

    [Fact]
    public async Task Readiness_tells_every_condition_and_is_not_asked_for_by_healthz()
    {
        var lag = "12 messages behind";
        _health.Ready("caught up", () => lag);
        _health.Ready("kafka", () => null);

        Assert.Equal((HttpStatusCode.OK, 0), ((await GetAsync("/healthz")).Status, (await GetAsync("/healthz")).Body.GetProperty("checks").GetArrayLength()));
        var (status, body) = await GetAsync("/readyz?verbose");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal([("caught up", lag), ("kafka", null)], body.GetProperty("checks").EnumerateArray().Select(check => (check.GetProperty("name").GetString(), check.GetProperty("reason").GetString())));
        lag = null;
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/readyz")).Status);
    }

    [Fact]
    public async Task Anything_else_is_refused_and_does_not_stop_it()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/")).Status);
        using var posted = await _client.PostAsync("/healthz", new StringContent("x"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/healthz"), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, ""), (head.StatusCode, await head.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        foreach (var nonsense in new[] { "", "\r\n\r\n", "GET\r\n\r\n", "\0\u0001\u0002\r\n\r\n", new string('x', 10_000), "GET /healthz HTTP/1.1\r\n" })
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(_listener.Endpoint, TestContext.Current.CancellationToken);
            await socket.SendAsync(Encoding.Latin1.GetBytes(nonsense), TestContext.Current.CancellationToken);
            socket.Shutdown(SocketShutdown.Send);
            var received = new byte[1024];
            try
            {
                while (await socket.ReceiveAsync(received, TestContext.Current.CancellationToken) > 0)
                {
                    // To its end.
                }
            }
            catch (SocketException)
            {
                // It was cut off, which is an answer too.
            }
        }

        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/healthz")).Status);
    }

    [Fact]
    public async Task Those_who_hold_a_line_and_say_nothing_do_not_keep_it_from_ending()
    {
        var sockets = Enumerable.Range(0, 40).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        foreach (var socket in sockets)
        {
            await socket.ConnectAsync(_listener.Endpoint, TestContext.Current.CancellationToken);
        }

        await _listener.DisposeAsync();
        sockets.ForEach(socket => socket.Dispose());
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetAsync("/healthz", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void An_address_that_is_in_use_is_told_with_what_to_do() =>
        Assert.Contains(
            $"--health {_listener.Endpoint}: this address cannot be listened on",
            Assert.Throws<IOException>(() => HealthListener.Start(_listener.Endpoint, _health, TimeProvider.System)).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task The_health_command_asks_and_its_exit_code_is_the_answer()
    {
        string? lag = null;
        _health.Ready("caught up", () => lag);
        var address = $"127.0.0.1:{_listener.Endpoint.Port.ToString(CultureInfo.InvariantCulture)}";
        Assert.Equal(0, (await AskAsync("--health", address)).Code);
        Assert.Equal(0, (await AskAsync("--health", address, "--ready")).Code);
        lag = "12 messages behind";
        Assert.Equal(0, (await AskAsync("--health", address)).Code);
        var (code, output, _) = await AskAsync("--health", address, "--ready");
        Assert.Equal(1, code);
        Assert.Contains(lag, output, StringComparison.Ordinal);

        await _listener.DisposeAsync();
        Assert.Contains("does not answer", (await AskAsync("--health", address)).Error, StringComparison.Ordinal);
        (code, _, var error) = await AskAsync();
        Assert.Equal(2, code);
        Assert.Contains("health needs --health HOST:PORT", error, StringComparison.Ordinal);
    }

    static async Task<(int Code, string Output, string Error)> AskAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var configuration = new InvocationConfiguration { Output = output, Error = error };
        var code = await HealthCommand.Create().Parse(arguments).InvokeAsync(configuration, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (answer.StatusCode, body.RootElement.Clone());
    }
}
