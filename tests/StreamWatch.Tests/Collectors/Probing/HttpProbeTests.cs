using System.Text;
using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Text;
using StreamWatch.Domain.Probing;
using Xunit;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>What a web server may do to a probe, each with the outcome that has its name.</summary>
public sealed class HttpProbeTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nServer: x\r\n\r\nbody", ProbeOutcome.Ok, "HTTP/1.1 200 OK")]
    [InlineData("HTTP/1.0 302 Found\r\nLocation: /\r\n\r\n", ProbeOutcome.Ok, "HTTP/1.0 302 Found")]
    [InlineData("HTTP/1.1 404\r\n\r\n", ProbeOutcome.Ok, "HTTP/1.1 404")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", ProbeOutcome.Ok, "HTTP/1.1 204 No Content")]
    [InlineData("HTTP/1.1 200 OK\nbare: newlines\n\n", ProbeOutcome.Ok, "HTTP/1.1 200 OK")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\n\r\n", ProbeOutcome.HttpServerError, "HTTP/1.1 503 Service Unavailable")]
    [InlineData("HTTP/1.1 500 \r\n\r\n", ProbeOutcome.HttpServerError, "HTTP/1.1 500 ")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", ProbeOutcome.ProtocolError, "not HTTP: \"SSH-2.0-OpenSSH_9.2\"")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n", ProbeOutcome.ProtocolError, "no status line of HTTP: \"HTTP/1.1 2000 OK\"")]
    [InlineData("HTTP/1.1 600 No\r\n\r\n", ProbeOutcome.ProtocolError, "no status line of HTTP: \"HTTP/1.1 600 No\"")]
    [InlineData("local: a lie", ProbeOutcome.ProtocolError, "not HTTP: \"local: a lie\"")]
    [InlineData("HTTP/1.1 200 OK\r\nServer: cut", ProbeOutcome.ProtocolError, "closed in the middle of the answer: \"HTTP/1.1 200 OK\"")]
    [InlineData("\0\u0001\u00ff", ProbeOutcome.ProtocolError, "not HTTP: \"???\"")]
    public async Task An_answer_has_its_outcome(string answer, ProbeOutcome outcome, string detail)
    {
        await using var server = TcpStub.Answering(answer);

        var (result, timings) = await Probes.RunAsync(Probes.At(server.EndPoint, ProbeProtocol.Http));

        Assert.Equal((outcome, detail), (result.Outcome, result.Detail));
        Assert.NotEqual(OutcomeClass.NotTheTargets, result.Class);
        Assert.NotNull(result.RttMilliseconds);
        Assert.NotNull(timings.FirstByte);
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task The_request_names_the_site_and_its_port()
    {
        var heard = new TaskCompletionSource<string>();
        await using var server = new TcpStub(async (stream, stop) =>
        {
            heard.SetResult(await TcpStub.HearAsync(stream, stop));
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stop);
        });

        await Probes.RunAsync(Probes.At(server.EndPoint, ProbeProtocol.Http) with { Host = "naenara.com.kp" });

        Assert.StartsWith($"GET / HTTP/1.1\r\nHost: naenara.com.kp:{server.EndPoint.Port}\r\n", await heard.Task, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_accepts_and_says_nothing_is_a_time_out()
    {
        var reached = new TaskCompletionSource();
        await using var server = new TcpStub(async (stream, stop) =>
        {
            await TcpStub.HearAsync(stream, stop);
            reached.SetResult();
            await TcpStub.DrainAsync(stream, stop);
        });

        var (result, timings) = await Probes.RunSilentAsync(Probes.At(server.EndPoint, ProbeProtocol.Http), reached.Task);

        Assert.Equal((ProbeOutcome.Timeout, "connected; nothing was said within 60 s"), (result.Outcome, result.Detail));
        Assert.Equal((ProbeStep.FirstByte, (double?)null), (timings.EndedIn, result.RttMilliseconds));
    }

    [Fact]
    public async Task A_server_that_begins_to_answer_and_stops_is_a_time_out()
    {
        // As long as a byte comes in the clock stands still; it moves when the server has said all it will.
        var time = new ManualTime();
        await using var server = new TcpStub(async (stream, stop) =>
        {
            await TcpStub.HearAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), stop);
            await TcpStub.DrainAsync(stream, stop);
        });

        var probe = Probes.RunAsync(Probes.At(server.EndPoint, ProbeProtocol.Http), Probes.Options with { Time = time });
        while (!probe.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal(ProbeOutcome.Timeout, (await probe).Result.Outcome);
    }

    [Fact]
    public async Task A_reset_is_a_reset()
    {
        await using var server = new TcpStub(async (stream, stop) =>
        {
            await TcpStub.HearAsync(stream, stop);
            TcpStub.Reset(stream);
        });

        var (result, _) = await Probes.RunAsync(Probes.At(server.EndPoint, ProbeProtocol.Http));

        Assert.Equal((ProbeOutcome.ConnectionReset, "connection reset"), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task A_connection_that_is_closed_before_anything_was_said_is_a_reset()
    {
        await using var server = TcpStub.Answering("");

        var (result, _) = await Probes.RunAsync(Probes.At(server.EndPoint, ProbeProtocol.Http));

        Assert.Equal((ProbeOutcome.ConnectionReset, "closed before anything was said"), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task Headers_without_an_end_are_read_up_to_a_bound()
    {
        await using var server = new TcpStub(async (stream, stop) =>
        {
            await TcpStub.HearAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), stop);
            var line = Encoding.ASCII.GetBytes($"x: {new string('a', 1000)}\r\n");
            while (true)
            {
                await stream.WriteAsync(line, stop);
            }
        });

        var (result, _) = await Probes.RunAsync(Probes.At(server.EndPoint, ProbeProtocol.Http));

        Assert.Equal((ProbeOutcome.ProtocolError, "65536 bytes and no end of the greeting or the headers"), (result.Outcome, result.Detail));
    }

    [Fact]
    public void What_is_judged_does_not_depend_on_how_the_answer_was_cut_into_packets()
    {
        string[] pieces = ["HTTP/1.1 ", "HTTP/", "1.1 ", "200", "503", "100", " OK", "\r\n", "\n", "\r", "x: y", "* ", "OK", "BYE", "220", "-", " ", "2", "PREAUTH", "é", "Q"];
        Judge[] judges = [HttpProbe.Judge, SmtpProbe.Judge, ImapProbe.Judge];
        Laws.Hold(2000, 14, history =>
        {
            var whole = Encoding.UTF8.GetBytes(string.Concat(history.Select(number => new Dice(number).Of(pieces))));
            foreach (var judge in judges)
            {
                ProbeEnd? first = null;
                for (var length = 1; length <= whole.Length; length++)
                {
                    var now = judge(whole.AsSpan(0, length));
                    Assert.True(first is null || now?.Outcome == first.Value.Outcome, $"{judge.Method.DeclaringType!.Name}: {Encoding.UTF8.GetString(whole)}");
                    first ??= now;
                }
            }
        });
    }
}
