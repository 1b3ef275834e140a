using System.Buffers;
using System.Text;
using StreamWatch.Domain.Probing;
using Xunit;

namespace StreamWatch.Tests.Domain.Probing;

public sealed class ProbeLineTests
{
    const string Whole =
        """{"vantage":"v1","target":"naenara","kind":"web","protocol":"http","address":"175.45.176.67","started_at":"2022-01-14T00:00:10.25Z","rtt_ms":273.5,"outcome":"ok","detail":"200"}""";

    [Fact]
    public void A_result_is_read_with_all_its_fields()
    {
        Assert.True(Read(Whole, out var result, out var heartbeat, out _));
        Assert.Null(heartbeat);
        Assert.Equal("v1", result!.Value.Vantage);
        Assert.Equal("naenara", result.Value.Target);
        Assert.Equal(TargetKind.Web, result.Value.Kind);
        Assert.Equal(ProbeProtocol.Http, result.Value.Protocol);
        Assert.Equal("175.45.176.67", result.Value.Address!.ToString());
        Assert.Equal(1_642_118_410_250_000_000, result.Value.StartedAtNanos);
        Assert.Equal(273.5, result.Value.RttMilliseconds);
        Assert.Equal(ProbeOutcome.Ok, result.Value.Outcome);
        Assert.Equal("200", result.Value.Detail);
    }

    [Fact]
    public void A_heartbeat_is_read()
    {
        Assert.True(Read("""{"vantage":"v1","heartbeat_at":"2022-01-14T00:00:10Z"}""", out var result, out var heartbeat, out _));
        Assert.Null(result);
        Assert.Equal(new VantageHeartbeat("v1", 1_642_118_410_000_000_000), heartbeat);
    }

    [Fact]
    public void Fields_that_are_optional_may_be_null_or_missing_and_unknown_ones_are_passed_over()
    {
        Assert.True(Read(
            """ {"more":{"vantage":["x"]},"address":null,"detail":null,"rtt_ms":null,"vantage":"v1","target":"t","kind":"dns","protocol":"dns","started_at":"2022-01-14T00:00:10+00:00","outcome":"dns_timeout","x":1e400} """ + "\r\n",
            out var result, out _, out var fault), fault);
        Assert.Null(result!.Value.Address);
        Assert.Null(result.Value.RttMilliseconds);
        Assert.Null(result.Value.Detail);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{} {}", "no JSON")]
    [InlineData("{}", "vantage is missing")]
    [InlineData("""{"vantage":"v1"}""", "target is missing")]
    [InlineData("""{"vantage":null,"heartbeat_at":"2022-01-14T00:00:10Z"}""", "vantage is missing")]
    [InlineData("""{"vantage":"v1","vantage":"v2","heartbeat_at":"2022-01-14T00:00:10Z"}""", "twice")]
    [InlineData("""{"vantage":"v1","target":"t","heartbeat_at":"2022-01-14T00:00:10Z"}""", "in one")]
    [InlineData("""{"vantage":"","heartbeat_at":"2022-01-14T00:00:10Z"}""", "1 to 253 characters")]
    [InlineData("""{"vantage":7,"heartbeat_at":"2022-01-14T00:00:10Z"}""", "vantage is no text")]
    [InlineData("""{"vantage":"\ud800","heartbeat_at":"2022-01-14T00:00:10Z"}""", "surrogate")]
    [InlineData("""{"vantage":"v1","heartbeat_at":"2022-02-30T00:00:10Z"}""", "RFC 3339")]
    [InlineData("""{"vantage":"v1","heartbeat_at":"2022-02-20T00:00:10+09:00"}""", "RFC 3339")]
    [InlineData("""{"vantage":"v1","heartbeat_at":"2022-02-20T00:00:10.1234567890Z"}""", "RFC 3339")]
    [InlineData("""{"vantage":"v1","heartbeat_at":"2022-02-20T00:00:10.Z"}""", "RFC 3339")]
    public void A_fault_is_said_in_a_sentence(string line, string said)
    {
        Assert.False(Read(line, out var result, out var heartbeat, out var fault));
        Assert.Null(result);
        Assert.Null(heartbeat);
        Assert.Contains(said, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"web\"", "\"gopher\"", "allowed are web, mail, dns, router, host")]
    [InlineData("\"http\"", "\"HTTP\"", "icmp, tcp, http, https, smtp, smtps, imap, imaps, dns, ntp")]
    [InlineData("\"ok\"", "\"up\"", "allowed are ok, timeout, connection_refused")]
    [InlineData("175.45.176.67", "175.45.176", "addresses")]
    [InlineData("175.45.176.67", "fe80::1%eth0", "addresses")]
    [InlineData("273.5", "-1", "rtt_ms")]
    [InlineData("273.5", "1e999", "rtt_ms")]
    [InlineData("273.5", "\"273.5\"", "rtt_ms")]
    [InlineData("\"200\"", "200", "detail is no text")]
    [InlineData("\"200\"", "{}", "detail is no text")]
    public void A_value_that_is_not_allowed_is_named_with_what_is(string right, string wrong, string said)
    {
        Assert.False(Read(Whole.Replace(right, wrong, StringComparison.Ordinal), out _, out _, out var fault));
        Assert.Contains(said, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_detail_is_cut_between_characters()
    {
        var line = Whole.Replace("\"200\"", "\"" + new string('x', 255) + "🛰 more\"", StringComparison.Ordinal);
        Assert.True(Read(line, out var result, out _, out var fault), fault);
        Assert.Equal(new string('x', 255), result!.Value.Detail);
    }

    [Fact]
    public void A_line_of_more_than_16_KiB_is_refused_whatever_it_says()
    {
        Assert.False(Read(Whole + new string(' ', ProbeLineReader.LongestLine), out _, out _, out var fault));
        Assert.Contains("16384 are the most", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_shared_and_reading_allocates_next_to_nothing()
    {
        var reader = new ProbeLineReader();
        var line = Encoding.UTF8.GetBytes(Whole);
        Assert.True(reader.TryRead(line, out var first, out _, out _));
        var before = GC.GetAllocatedBytesForCurrentThread();
        ProbeResult? last = null;
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(reader.TryRead(line, out last, out _, out _));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
        Assert.Same(first!.Value.Target, last!.Value.Target);
    }

    [Fact]
    public void What_no_line_can_say_is_not_written()
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(Read(Whole, out var result, out _, out _));
        Assert.Throws<ArgumentException>(() => ProbeLineWriter.Write(output, result!.Value with { Target = "" }));
        Assert.Throws<ArgumentException>(() => ProbeLineWriter.Write(output, result!.Value with { RttMilliseconds = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProbeLineWriter.Write(output, result!.Value with { StartedAtNanos = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProbeLineWriter.Write(output, result!.Value with { StartedAtNanos = InstantText.Last + 1 }));
        ProbeLineWriter.Write(output, result!.Value);
        Assert.Equal(Whole.Replace(".25Z", ".250Z", StringComparison.Ordinal) + "\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    static bool Read(string line, out ProbeResult? result, out VantageHeartbeat? heartbeat, out string? fault) =>
        new ProbeLineReader().TryRead(Encoding.UTF8.GetBytes(line), out result, out heartbeat, out fault);
}
