using System.Net;
using System.Net.Sockets;
using StreamWatch.Collectors.Probing.Icmp;
using StreamWatch.Collectors.Probing.Sockets;
using StreamWatch.Domain.Probing;
using Xunit;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>The kernel's reasons: ICMP in words, and the faults of our own host apart from the target's.</summary>
public sealed class ReasonTests
{
    [Theory]
    [InlineData(3, 0, ProbeOutcome.NetworkUnreachable, "icmp network unreachable (3/0)")]
    [InlineData(3, 1, ProbeOutcome.HostUnreachable, "icmp host unreachable (3/1)")]
    [InlineData(3, 2, ProbeOutcome.ConnectionRefused, "icmp protocol unreachable (3/2)")]
    [InlineData(3, 3, ProbeOutcome.ConnectionRefused, "icmp port unreachable (3/3)")]
    [InlineData(3, 9, ProbeOutcome.NetworkUnreachable, "icmp network administratively prohibited (3/9)")]
    [InlineData(3, 10, ProbeOutcome.HostUnreachable, "icmp host administratively prohibited (3/10)")]
    [InlineData(3, 13, ProbeOutcome.HostUnreachable, "icmp administratively prohibited (3/13)")]
    [InlineData(11, 0, ProbeOutcome.HostUnreachable, "icmp time to live exceeded in transit (11/0)")]
    public void ICMP_has_an_outcome_and_words(byte type, byte code, ProbeOutcome outcome, string detail)
    {
        var end = IcmpReason.Of(AddressFamily.InterNetwork, type, code, from: null);

        Assert.Equal((outcome, detail), (end.Outcome, end.Detail));
    }

    [Theory]
    [InlineData(1, 0, ProbeOutcome.NetworkUnreachable, "icmp no route to destination (1/0) from 2001:db8::1")]
    [InlineData(1, 1, ProbeOutcome.HostUnreachable, "icmp administratively prohibited (1/1) from 2001:db8::1")]
    [InlineData(1, 3, ProbeOutcome.HostUnreachable, "icmp address unreachable (1/3) from 2001:db8::1")]
    [InlineData(1, 4, ProbeOutcome.ConnectionRefused, "icmp port unreachable (1/4) from 2001:db8::1")]
    [InlineData(3, 0, ProbeOutcome.HostUnreachable, "icmp hop limit exceeded in transit (3/0) from 2001:db8::1")]
    public void ICMPv6_has_numbers_of_its_own(byte type, byte code, ProbeOutcome outcome, string detail)
    {
        var end = IcmpReason.Of(AddressFamily.InterNetworkV6, type, code, "2001:db8::1");

        Assert.Equal((outcome, detail), (end.Outcome, end.Detail));
    }

    [Fact]
    public void Every_ICMP_error_has_an_outcome()
    {
        for (var number = 0; number <= ushort.MaxValue; number++)
        {
            var four = IcmpReason.Of(AddressFamily.InterNetwork, (byte)(number >> 8), (byte)number, from: null);
            var six = IcmpReason.Of(AddressFamily.InterNetworkV6, (byte)(number >> 8), (byte)number, from: null);
            Assert.True(Enum.IsDefined(four.Outcome) && Enum.IsDefined(six.Outcome));
        }
    }

    [Theory]
    [InlineData(SocketError.TooManyOpenSockets, "local: too many open files (EMFILE); raise the limit, ulimit -n")]
    [InlineData(SocketError.NoBufferSpaceAvailable, "local: no buffer space (ENOBUFS)")]
    [InlineData(SocketError.AddressNotAvailable, "local: no source address or port left (EADDRNOTAVAIL)")]
    [InlineData(SocketError.AccessDenied, "local: a route or firewall of this host forbids it (EACCES)")]
    public void A_fault_of_our_own_host_is_not_the_targets(SocketError error, string detail)
    {
        var end = SocketReason.Of(null, error, IPAddress.Loopback);
        var result = new ProbeResult
        {
            Vantage = "v", Target = "t", Kind = TargetKind.Web, Protocol = ProbeProtocol.Tcp, StartedAtNanos = 0, Outcome = end.Outcome, Detail = end.Detail,
        };

        Assert.Equal((detail, OutcomeClass.NotTheTargets), (end.Detail, result.Class));
    }

    [Fact]
    public void Every_socket_error_has_an_outcome()
    {
        foreach (var error in Enum.GetValues<SocketError>())
        {
            Assert.True(Enum.IsDefined(SocketReason.Of(null, error, IPAddress.Loopback).Outcome));
        }
    }

    [Fact]
    public async Task An_echo_request_to_this_host_is_answered()
    {
        foreach (var address in (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback])
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6)
            {
                continue;
            }

            var setting = new StreamWatch.Domain.Watching.ProbeSetting { Protocol = ProbeProtocol.Icmp, Address = address, Timeout = Probes.Ample };
            var (result, timings) = await Probes.RunAsync(setting, kind: TargetKind.Host);
            if (result.Detail?.StartsWith("local: ", StringComparison.Ordinal) == true)
            {
                Assert.Skip($"this host does not let the tests ping: {result.Detail}");
            }

            Assert.Equal((ProbeOutcome.Ok, "echo reply"), (result.Outcome, result.Detail));
            Assert.NotNull(timings.FirstByte);
        }
    }

    [Fact]
    public void Only_the_reply_to_our_own_request_counts()
    {
        byte[] cookie = [.. Enumerable.Range(1, EchoMessage.CookieLength).Select(i => (byte)i)];
        var request = EchoMessage.Request(AddressFamily.InterNetwork, 7, cookie);
        byte[] reply = [0, .. request[1..]];
        byte[] header = [0x46, .. new byte[23]];

        Assert.True(EchoMessage.IsReply(reply, AddressFamily.InterNetwork, hasIpHeader: false, cookie));
        Assert.True(EchoMessage.IsReply([.. header, .. reply], AddressFamily.InterNetwork, hasIpHeader: true, cookie));
        Assert.False(EchoMessage.IsReply(request, AddressFamily.InterNetwork, hasIpHeader: false, cookie));
        Assert.False(EchoMessage.IsReply([.. reply[..^1], 0], AddressFamily.InterNetwork, hasIpHeader: false, cookie));
        Assert.False(EchoMessage.IsReply(reply, AddressFamily.InterNetworkV6, hasIpHeader: false, cookie));
        for (var length = 0; length < header.Length + reply.Length; length++)
        {
            Assert.False(EchoMessage.IsReply(((byte[])[.. header, .. reply]).AsSpan(0, length), AddressFamily.InterNetwork, hasIpHeader: true, cookie));
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("tab\there\r\n", "tab?here??")]
    public void A_detail_has_no_control_characters(string? detail, string? kept) => Assert.Equal(kept, StreamWatch.Collectors.Probing.ProbeText.Clean(detail));

    [Fact]
    public void A_detail_is_cut_at_its_longest() =>
        Assert.Equal(ProbeResult.LongestDetail, StreamWatch.Collectors.Probing.ProbeText.Clean(new string('x', 1000))!.Length);
}
