using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Dns;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using Xunit;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>Name servers as targets.</summary>
public sealed class DnsProbeTests
{
    static readonly DnsName Zone = DnsStub.Name("zone.example");

    [Fact]
    public async Task The_SOA_record_of_the_name_is_asked_for_where_nothing_else_is_said()
    {
        await using var server = new DnsStub(asked => asked.Questions[0] == new DnsQuestion(Zone, DnsRecordType.Soa, DnsMessage.Internet)
            ? asked.Answer(DnsResponseCode.NoError, [DnsStub.Soa(Zone, 2022011400)])
            : asked.Answer(DnsResponseCode.Refused, []));

        var (result, timings) = await ProbeAsync(server, null);

        Assert.Equal((ProbeOutcome.Ok, "noerror, ns1.example serial 2022011400"), (result.Outcome, result.Detail));
        Assert.NotNull(timings.FirstByte);
        Assert.Equal((null, 0), (timings.Connect, server.TcpConnections));
    }

    [Theory]
    [InlineData(DnsResponseCode.NameError, ProbeOutcome.DnsNxdomain, "nxdomain: there is no such name")]
    [InlineData(DnsResponseCode.FormatError, ProbeOutcome.DnsServerFailure, "formerr: the server does not understand the question")]
    [InlineData(DnsResponseCode.ServerFailure, ProbeOutcome.DnsServerFailure, "servfail: the server cannot answer")]
    [InlineData(DnsResponseCode.NotImplemented, ProbeOutcome.DnsServerFailure, "notimp: the server does not do such questions")]
    [InlineData(DnsResponseCode.Refused, ProbeOutcome.DnsServerFailure, "refused: the server will not answer")]
    [InlineData((DnsResponseCode)9, ProbeOutcome.DnsServerFailure, "rcode 9")]
    [InlineData(DnsResponseCode.NoError, ProbeOutcome.Ok, "noerror, no such record")]
    public async Task An_answer_has_its_outcome_over_UDP_and_TCP(DnsResponseCode code, ProbeOutcome outcome, string detail)
    {
        await using var server = new DnsStub(asked => asked.Answer(code, []));

        var (overUdp, _) = await ProbeAsync(server, new DnsQuery(DnsQueryType.Ns, OverTcp: false));
        var (overTcp, timings) = await ProbeAsync(server, new DnsQuery(DnsQueryType.Ns, OverTcp: true));

        Assert.Equal((outcome, detail), (overUdp.Outcome, overUdp.Detail));
        Assert.Equal((outcome, detail), (overTcp.Outcome, overTcp.Detail));
        Assert.NotEqual(OutcomeClass.Silent, overUdp.Class);
        Assert.NotNull(overUdp.RttMilliseconds);
        Assert.NotNull(timings.Connect);
        Assert.Equal(1, server.TcpConnections);
    }

    [Fact]
    public async Task A_truncated_answer_is_asked_for_again_over_TCP()
    {
        await using var server = new DnsStub(
            asked => asked.Answer(DnsResponseCode.NoError, [], isTruncated: true),
            asked => asked.Answer(DnsResponseCode.NoError, [DnsStub.Address(Zone, "2001:db8::1")]));

        var (result, timings) = await ProbeAsync(server, new DnsQuery(DnsQueryType.Aaaa, OverTcp: false));

        Assert.Equal((ProbeOutcome.Ok, "noerror, 2001:db8::1", 1), (result.Outcome, result.Detail, server.TcpConnections));
        Assert.NotNull(timings.Connect);
    }

    [Fact]
    public async Task Silence_is_a_time_out_of_DNS_and_silence_of_the_target()
    {
        await using var server = new DnsStub(_ => null);

        var (result, _) = await Probes.RunSilentAsync(Setting(server, null), server.Reached, kind: TargetKind.Dns);

        Assert.Equal((ProbeOutcome.DnsTimeout, OutcomeClass.Silent, (double?)null), (result.Outcome, result.Class, result.RttMilliseconds));
        Assert.Equal("no answer within 60 s", result.Detail);
    }

    [Fact]
    public async Task Answers_to_other_questions_are_passed_over_and_the_true_one_counts()
    {
        await using var server = new UdpStub(bytes =>
        {
            var asked = DnsMessage.Read(bytes, out _)!;
            var other = asked with { Questions = [asked.Questions[0] with { Name = DnsStub.Name("other.example") }] };
            return
            [
                (asked with { Id = (ushort)(asked.Id + 1) }).Answer(DnsResponseCode.NameError, []).Write(),
                other.Answer(DnsResponseCode.NameError, []).Write(),
                (asked with { Questions = [] }).Answer(DnsResponseCode.NoError, []).Write(),
                asked.Answer(DnsResponseCode.NoError, []).Write(),
            ];
        });

        var (result, _) = await Probes.RunAsync(Probes.At(server.EndPoint, ProbeProtocol.Dns) with { Host = "zone.example" }, kind: TargetKind.Dns);

        Assert.Equal(ProbeOutcome.Ok, result.Outcome);
    }

    [Fact]
    public async Task Only_answers_to_other_questions_are_a_time_out_that_tells_of_them()
    {
        await using var server = new UdpStub(bytes => [(DnsMessage.Read(bytes, out _)! with { Id = 1, Questions = [] }).Answer(DnsResponseCode.NoError, []).Write()]);
        var time = new ManualTime();
        var probe = Probes.RunAsync(Probes.At(server.EndPoint, ProbeProtocol.Dns), Probes.Options with { Time = time }, TargetKind.Dns);
        await server.Reached;
        time.Advance(Probes.Ample);

        Assert.Equal(ProbeOutcome.DnsTimeout, (await probe).Result.Outcome);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian\r\n")]
    public async Task Garbage_is_a_protocol_error(string garbage)
    {
        await using var server = new UdpStub(_ => [System.Text.Encoding.ASCII.GetBytes(garbage)]);

        var (result, _) = await Probes.RunAsync(Probes.At(server.EndPoint, ProbeProtocol.Dns), kind: TargetKind.Dns);

        Assert.Equal((ProbeOutcome.ProtocolError, OutcomeClass.Alive), (result.Outcome, result.Class));
        Assert.StartsWith("not a DNS answer: ", result.Detail, StringComparison.Ordinal);
    }

    static ProbeSetting Setting(DnsStub server, DnsQuery? query) => Probes.At(server.EndPoint, ProbeProtocol.Dns) with { Host = "zone.example", Query = query };

    static Task<ProbeReport> ProbeAsync(DnsStub server, DnsQuery? query) => Probes.RunAsync(Setting(server, query), kind: TargetKind.Dns);
}
