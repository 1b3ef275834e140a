using StreamWatch.Domain.Probing;
using Xunit;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>Greetings of mail servers.</summary>
public sealed class MailProbeTests
{
    [Theory]
    [InlineData(ProbeProtocol.Smtp, "220 mail ESMTP\r\n", ProbeOutcome.Ok, "220 mail ESMTP")]
    [InlineData(ProbeProtocol.Smtp, "220-mail\r\n220-of two\r\n220 lines\r\n", ProbeOutcome.Ok, "220-mail")]
    [InlineData(ProbeProtocol.Smtp, "554 no service\r\n", ProbeOutcome.ProtocolError, "greeting is not 220: \"554 no service\"")]
    [InlineData(ProbeProtocol.Smtp, "421 too busy\r\n", ProbeOutcome.ProtocolError, "greeting is not 220: \"421 too busy\"")]
    [InlineData(ProbeProtocol.Smtp, "* OK IMAP\r\n", ProbeOutcome.ProtocolError, "greeting is not 220: \"* OK IMAP\"")]
    [InlineData(ProbeProtocol.Smtp, "SSH-2.0", ProbeOutcome.ProtocolError, "greeting is not 220: \"SSH-2.0\"")]
    [InlineData(ProbeProtocol.Imap, "* OK ready\r\n", ProbeOutcome.Ok, "* OK ready")]
    [InlineData(ProbeProtocol.Imap, "* PREAUTH ready\r\n", ProbeOutcome.Ok, "* PREAUTH ready")]
    [InlineData(ProbeProtocol.Imap, "* BYE too many\r\n", ProbeOutcome.ProtocolError, "greeting is not \"* OK\": \"* BYE too many\"")]
    [InlineData(ProbeProtocol.Imap, "220 mail\r\n", ProbeOutcome.ProtocolError, "greeting is not \"* OK\": \"220 mail\"")]
    public async Task A_greeting_has_its_outcome(ProbeProtocol protocol, string greeting, ProbeOutcome outcome, string detail)
    {
        await using var server = TcpStub.Saying(greeting);

        var (result, timings) = await Probes.RunAsync(Probes.At(server.EndPoint, protocol), kind: TargetKind.Mail);

        Assert.Equal((outcome, detail), (result.Outcome, result.Detail));
        Assert.NotNull(timings.FirstByte);
    }

    [Theory]
    [InlineData(ProbeProtocol.Smtp)]
    [InlineData(ProbeProtocol.Imap)]
    public async Task A_server_that_accepts_and_says_nothing_is_a_time_out(ProbeProtocol protocol)
    {
        var reached = new TaskCompletionSource();
        await using var server = new TcpStub(async (stream, stop) =>
        {
            reached.SetResult();
            await TcpStub.DrainAsync(stream, stop);
        });

        var (result, _) = await Probes.RunSilentAsync(Probes.At(server.EndPoint, protocol), reached.Task, kind: TargetKind.Mail);

        Assert.Equal((ProbeOutcome.Timeout, OutcomeClass.Silent), (result.Outcome, result.Class));
    }

    [Fact]
    public async Task The_prober_takes_leave_of_a_good_server()
    {
        var heard = new TaskCompletionSource<string>();
        await using var server = new TcpStub(async (stream, stop) =>
        {
            await stream.WriteAsync("220 mail\r\n"u8.ToArray(), stop);
            using var reader = new StreamReader(stream);
            heard.SetResult(await reader.ReadToEndAsync(stop));
        });

        await Probes.RunAsync(Probes.At(server.EndPoint, ProbeProtocol.Smtp), kind: TargetKind.Mail);

        Assert.Equal("QUIT\r\n", await heard.Task);
    }
}
