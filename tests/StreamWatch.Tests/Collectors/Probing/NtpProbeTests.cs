using System.Buffers.Binary;
using StreamWatch.Collectors.Probing.Ntp;
using StreamWatch.Domain.Probing;
using Xunit;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>Time servers.</summary>
public sealed class NtpProbeTests
{
    [Fact]
    public async Task A_good_answer_is_ok()
    {
        var (result, timings) = await ProbeAsync(asked => [Answer(asked)]);

        Assert.Equal((ProbeOutcome.Ok, "stratum 2"), (result.Outcome, result.Detail));
        Assert.NotNull(timings.FirstByte);
        Assert.Null(timings.Connect);
    }

    [Fact]
    public async Task An_answer_to_another_question_is_passed_over()
    {
        var (result, _) = await ProbeAsync(asked => [Answer(new byte[NtpMessage.Length]), Answer(asked)]);

        Assert.Equal(ProbeOutcome.Ok, result.Outcome);
    }

    public static TheoryData<string, int, byte> Bad => new()
    {
        { "kiss of death: \"RATE\"", 1, 0 },
        { "the server's own clock is not set: leap 3, stratum 2", 0, 0xE4 },
        { "the server's own clock is not set: leap 0, stratum 16", 1, 16 },
        { "not an answer of NTP: mode 3, version 4", 0, 0x23 },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_server_that_does_not_tell_the_time_is_a_protocol_error(string detail, int at, byte value)
    {
        var (result, _) = await ProbeAsync(asked =>
        {
            var answer = Answer(asked);
            answer[at] = value;
            return [answer];
        });

        Assert.Equal((ProbeOutcome.ProtocolError, detail), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task Garbage_is_a_protocol_error()
    {
        var (result, _) = await ProbeAsync(_ => ["hello"u8.ToArray()]);

        Assert.Equal((ProbeOutcome.ProtocolError, "not NTP: 5 bytes where 48 are the least"), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task Silence_is_a_time_out()
    {
        await using var server = new UdpStub(_ => []);
        var (result, _) = await Probes.RunSilentAsync(Probes.At(server.EndPoint, ProbeProtocol.Ntp), server.Reached);

        Assert.Equal((ProbeOutcome.Timeout, "no answer within 60 s", (double?)null), (result.Outcome, result.Detail, result.RttMilliseconds));
    }

    [Fact]
    public async Task A_closed_port_is_refused_by_ICMP()
    {
        System.Net.IPEndPoint closed;
        await using (var server = new UdpStub(_ => []))
        {
            closed = server.EndPoint;
        }

        var (result, _) = await Probes.RunAsync(Probes.At(closed, ProbeProtocol.Ntp));

        Assert.Equal((ProbeOutcome.ConnectionRefused, OutcomeClass.Alive), (result.Outcome, result.Class));
        Assert.Equal(OperatingSystem.IsLinux() ? "icmp port unreachable (3/3)" : "connection refused", result.Detail);
    }

    [Fact]
    public void No_bytes_confuse_the_judge() => Laws.Hold(2000, 80, history =>
    {
        var bytes = history.Select(number => (byte)number).ToArray();
        if (bytes.Length > 8)
        {
            bytes[0] = 0x24;
        }

        NtpMessage.Judge(bytes, bytes.Length >= NtpMessage.Length ? BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(NtpMessage.OriginAt)) : 0);
    });

    static async Task<StreamWatch.Collectors.Probing.ProbeReport> ProbeAsync(Func<byte[], byte[][]> answers)
    {
        await using var server = new UdpStub(answers);
        return await Probes.RunAsync(Probes.At(server.EndPoint, ProbeProtocol.Ntp));
    }

    /// <summary>As a server of stratum 2 answers.</summary>
    static byte[] Answer(byte[] asked)
    {
        var answer = new byte[NtpMessage.Length];
        answer[0] = 0x24;
        answer[1] = 2;
        "RATE"u8.CopyTo(answer.AsSpan(12));
        asked.AsSpan(NtpMessage.TransmitAt, 8).CopyTo(answer.AsSpan(NtpMessage.OriginAt));
        answer[NtpMessage.TransmitAt] = 0xE5;
        return answer;
    }
}
