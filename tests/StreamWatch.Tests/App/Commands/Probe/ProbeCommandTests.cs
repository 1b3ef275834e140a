using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using StreamWatch.App.Commands.Probe;
using StreamWatch.Domain.Probing;
using Xunit;

namespace StreamWatch.Tests.App.Commands.Probe;

/// <summary><c>streamwatch probe</c>: what may be typed, what is said of an outcome, and the exit codes.</summary>
public sealed class ProbeCommandTests : IDisposable
{
    readonly Socket _refusing = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly string _folder = Directory.CreateTempSubdirectory("streamwatch-").FullName;

    public ProbeCommandTests() => _refusing.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    string Refusing => $"tcp://127.0.0.1:{((IPEndPoint)_refusing.LocalEndPoint!).Port}";

    public void Dispose()
    {
        _refusing.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_outcome_and_a_sentence_are_printed_and_the_exit_code_is_0_whatever_it_is()
    {
        var (code, output, error) = await Run(Refusing);

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith(
            $"{Refusing}: connection_refused\nThe host at 127.0.0.1 is there and turned us away: nothing listens on that port, or a firewall answers for it (connection refused).\n  connect ",
            output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_fail_an_outcome_that_is_not_ok_is_exit_code_1() => Assert.Equal(1, (await Run(Refusing, "--fail")).Code);

    [Fact]
    public async Task JSON_is_a_probe_result_with_its_timings_and_the_sentence()
    {
        var (code, output, _) = await Run(Refusing, "--json");
        using var document = JsonDocument.Parse(output);
        var found = document.RootElement;

        Assert.Equal((0, 1), (code, output.AsSpan().Count('\n')));
        Assert.Equal(
            ("connection_refused", "alive", "host", "tcp", "127.0.0.1", "connect"),
            (Text("outcome"), Text("class"), Text("kind"), Text("protocol"), Text("address"), Text("ended_in")));
        Assert.True(found.GetProperty("rtt_ms").GetDouble() >= 0);
        Assert.True(found.GetProperty("timings_ms").GetProperty("total").GetDouble() >= found.GetProperty("timings_ms").GetProperty("connect").GetDouble());
        Assert.Equal(JsonValueKind.Null, found.GetProperty("timings_ms").GetProperty("tls").ValueKind);
        Assert.EndsWith("Z", Text("started_at"), StringComparison.Ordinal);

        string? Text(string name) => found.GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_target_of_the_watch_file_is_probed_by_its_name()
    {
        var watch = Path.Combine(_folder, "watch.json");
        await File.WriteAllTextAsync(
            watch,
            $$"""
            { "targets": [ { "name": "shut", "kind": "mail", "probe": { "protocol": "smtp", "address": "127.0.0.1", "port": {{((IPEndPoint)_refusing.LocalEndPoint!).Port}} } },
                           { "name": "other", "kind": "mail" } ] }
            """,
            TestContext.Current.CancellationToken);

        Assert.StartsWith("shut: connection_refused\n", (await Run("shut", "--watch", watch)).Output, StringComparison.Ordinal);
        Assert.Contains("has no target nobody", (await Run("nobody", "--watch", watch)).Error, StringComparison.Ordinal);
        Assert.Contains("target other of", (await Run("other", "--watch", watch)).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Run("shut", "--watch", watch + "-none")).Code);
    }

    [Theory]
    [InlineData("example.org")]
    [InlineData("gopher://example.org")]
    [InlineData("tcp://example.org")]
    [InlineData("https://example.org/path")]
    [InlineData("https://somebody@example.org")]
    [InlineData("dns://192.0.2.1/example.org?type=MX")]
    [InlineData("dns://192.0.2.1/example.org?kind=A")]
    [InlineData("icmp://192.0.2.1", "--timeout", "0s")]
    [InlineData("icmp://192.0.2.1", "--timeout", "2m")]
    [InlineData("icmp://192.0.2.1", "--timeout", "soon")]
    [InlineData("icmp://example.org", "--address", "nowhere")]
    public async Task Wrong_use_is_said_with_exit_code_2_and_nothing_is_probed(params string[] words)
    {
        var (code, output, error) = await Run(words);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("streamwatch: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org", ProbeProtocol.Https, "example.org", null, null, TargetKind.Web)]
    [InlineData("http://EXAMPLE.org:8080/", ProbeProtocol.Http, "example.org", null, 8080, TargetKind.Web)]
    [InlineData("https://münchen.example", ProbeProtocol.Https, "xn--mnchen-3ya.example", null, null, TargetKind.Web)]
    [InlineData("icmp://[2001:db8::1]", ProbeProtocol.Icmp, null, "2001:db8::1", null, TargetKind.Host)]
    [InlineData("imaps://mail.example:1993", ProbeProtocol.Imaps, "mail.example", null, 1993, TargetKind.Mail)]
    [InlineData("dns://192.0.2.53:5353/zone.example", ProbeProtocol.Dns, "zone.example", "192.0.2.53", 5353, TargetKind.Dns)]
    [InlineData("dns://192.0.2.53", ProbeProtocol.Dns, null, "192.0.2.53", null, TargetKind.Dns)]
    public async Task A_target_is_what_it_says(string words, ProbeProtocol protocol, string? host, string? address, int? port, TargetKind kind)
    {
        var target = await TargetWords.ParseAsync(words, TestContext.Current.CancellationToken);

        Assert.Equal((words, kind), (target.Name, target.Kind));
        Assert.Equal((protocol, host, address, port), (target.Probe!.Protocol, target.Probe.Host, target.Probe.Address?.ToString(), target.Probe.Port));
    }

    [Fact]
    public async Task A_dns_target_says_its_question()
    {
        Assert.Equal(DnsQuery.Default, (await TargetWords.ParseAsync("dns://192.0.2.53/x", TestContext.Current.CancellationToken)).Probe!.Query);
        foreach (var words in DnsQuery.Words)
        {
            var target = await TargetWords.ParseAsync($"dns://192.0.2.53/x?type={words}", TestContext.Current.CancellationToken);
            Assert.Equal(words, target.Probe!.Query.ToString());
        }
    }

    [Fact]
    public void Every_outcome_of_every_protocol_has_a_sentence_of_its_own()
    {
        foreach (var protocol in Enum.GetValues<ProbeProtocol>())
        {
            var sentences = Enum.GetValues<ProbeOutcome>().Select(outcome => ProbeText.Sentence(Result(protocol, outcome, "why"))).ToList();

            Assert.All(sentences, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
            Assert.All(sentences, sentence => Assert.Contains("why", sentence, StringComparison.Ordinal));
            Assert.InRange(sentences.Distinct().Count(), Enum.GetValues<ProbeOutcome>().Length - 1, Enum.GetValues<ProbeOutcome>().Length);
        }

        Assert.Equal(
            "This host could not probe, which says nothing of the target: no route.",
            ProbeText.Sentence(Result(ProbeProtocol.Tcp, ProbeOutcome.NetworkUnreachable, "local: no route")));
    }

    static ProbeResult Result(ProbeProtocol protocol, ProbeOutcome outcome, string detail) => new()
    {
        Vantage = "v", Target = "t", Kind = TargetKind.Web, Protocol = protocol, Address = IPAddress.Loopback, StartedAtNanos = 0, RttMilliseconds = 1.25,
        Outcome = outcome, Detail = detail,
    };

    static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var configuration = new System.CommandLine.InvocationConfiguration { Output = output, Error = error };
        var code = await ProbeCommand.Create().Parse(arguments).InvokeAsync(configuration, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
