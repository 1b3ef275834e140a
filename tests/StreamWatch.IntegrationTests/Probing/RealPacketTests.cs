using System.Net;
using System.Text.Json;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using Xunit;

namespace StreamWatch.IntegrationTests.Probing;

/// <summary>Real packets through a real router to real servers, probed by the command as a user runs it: each trouble has the outcome named for it.</summary>
public sealed class RealPacketTests(ServedNetwork network) : IClassFixture<ServedNetwork>
{
    [Theory]
    [InlineData("http://198.51.100.10", "ok", "HTTP/1.1 200 OK")]
    [InlineData("http://198.51.100.10:8503", "http_server_error", "HTTP/1.1 503 Service Temporarily Unavailable")]
    [InlineData("tcp://198.51.100.10:80", "ok", "connected")]
    [InlineData("smtp://198.51.100.10:80", "timeout", "connected; nothing was said within ")]
    public void A_web_server(string target, string outcome, string detail)
    {
        network.Needs("nginx-light");
        Check(target, outcome, detail, outcome == "timeout" ? "1s" : "20s");
    }

    [Theory]
    [InlineData("https://site.test", "ok", "HTTP/1.1 200 OK")]
    [InlineData("https://site.test:444", "tls_failure", "certificate expired on ")]
    [InlineData("https://198.51.100.10", "tls_failure", "certificate is not for 198.51.100.10 but for site.test")]
    [InlineData("https://198.51.100.10:80", "tls_failure", "handshake failed: ")]
    public void A_web_server_with_certificates(string target, string outcome, string detail)
    {
        network.Needs("nginx-light");
        network.Needs("dnsmasq-base");
        Check(target, outcome, detail);
    }

    [Theory]
    [InlineData("smtp://198.51.100.25", "ok", "220 mail.test ESMTP Exim ")]
    [InlineData("imap://198.51.100.25:25", "protocol_error", "greeting is not \"* OK\": \"220 mail.test ")]
    public void A_mail_server(string target, string outcome, string detail)
    {
        network.Needs("exim4-daemon-light");
        Check(target, outcome, detail);
    }

    [Theory]
    [InlineData("dns://198.51.100.53/site.test?type=A", "ok", "noerror, 198.51.100.10")]
    [InlineData("dns://198.51.100.53/site.test?type=A/tcp", "ok", "noerror, 198.51.100.10")]
    [InlineData("dns://198.51.100.53/none.test?type=A", "dns_nxdomain", "nxdomain: ")]
    [InlineData("dns://198.51.100.53/example.org?type=NS", "dns_server_failure", "refused: ")]
    [InlineData("dns://198.51.100.63/site.test?type=A", "dns_timeout", "no answer within ")]
    [InlineData("dns://198.51.100.60/site.test?type=A", "connection_refused", "icmp port unreachable (3/3)")]
    [InlineData("dns://198.51.100.60/site.test?type=A/tcp", "connection_refused", "connection refused")]
    [InlineData("http://none.test", "dns_nxdomain", "resolver 198.51.100.53: nxdomain, there is no none.test")]
    [InlineData("http://example.org", "dns_server_failure", "resolver 198.51.100.53: refused")]
    public void A_name_server(string target, string outcome, string detail)
    {
        network.Needs("dnsmasq-base");
        Check(target, outcome, detail, outcome == "dns_timeout" ? "1s" : "20s");
    }

    [Theory]
    [InlineData("tcp://198.51.100.60:81", "connection_refused", "connection refused", "alive")]
    [InlineData("ntp://198.51.100.60", "connection_refused", "icmp port unreachable (3/3)", "alive")]
    [InlineData("http://198.51.100.61", "host_unreachable", "icmp administratively prohibited (3/13) from 192.0.2.1", "silent")]
    [InlineData("icmp://198.51.100.61", "host_unreachable", "icmp administratively prohibited (3/13) from 192.0.2.1", "silent")]
    [InlineData("ntp://198.51.100.61", "host_unreachable", "icmp administratively prohibited (3/13) from 192.0.2.1", "silent")]
    [InlineData("tcp://[2001:db8:2::61]:80", "host_unreachable", "icmp administratively prohibited (1/1) from 2001:db8:1::1", "silent")]
    [InlineData("tcp://198.51.100.62:80", "host_unreachable", "icmp host unreachable (3/1) from 192.0.2.1", "silent")]
    [InlineData("tcp://198.51.100.64:80", "network_unreachable", "icmp network unreachable (3/0) from 192.0.2.1", "silent")]
    [InlineData("tcp://198.51.100.65:80", "connection_refused", "connection refused", "alive")]
    [InlineData("tcp://198.51.100.66:80", "connection_refused", "icmp port unreachable (3/3) from 192.0.2.1", "alive")]
    [InlineData("tcp://203.0.113.5:80", "network_unreachable", "icmp network unreachable (3/0) from 192.0.2.1", "silent")]
    [InlineData("icmp://203.0.113.5", "network_unreachable", "icmp network unreachable (3/0) from 192.0.2.1", "silent")]
    [InlineData("icmp://198.51.100.99", "host_unreachable", "icmp host unreachable (3/1) from 192.0.2.1", "silent")]
    [InlineData("icmp://198.51.100.60", "ok", "echo reply", "service")]
    [InlineData("icmp://[2001:db8:2::2]", "ok", "echo reply", "service")]
    public void A_router_and_a_firewall(string target, string outcome, string detail, string meaning) =>
        Assert.Equal(meaning, Check(target, outcome, detail).GetProperty("class").GetString());

    [Theory]
    [InlineData("tcp://198.51.100.63:80", "no answer to the SYN within 1 s")]
    [InlineData("icmp://198.51.100.63", "no answer within 1 s")]
    [InlineData("http://198.51.100.70:4000", "connected; nothing was said within 1 s")]
    [InlineData("smtp://198.51.100.70:4000", "connected; nothing was said within 1 s")]
    [InlineData("https://198.51.100.70:4000", "connected; the TLS handshake did not end within 1 s")]
    public void Silence_is_a_time_out(string target, string detail)
    {
        var found = Check(target, "timeout", detail, "1s");
        Assert.Equal(("silent", JsonValueKind.Null), (found.GetProperty("class").GetString(), found.GetProperty("rtt_ms").ValueKind));
    }

    [Theory]
    [InlineData("smtp://198.51.100.70:4001", "greeting is not 220: \"SSH-2.0-OpenSSH_9.2p1\"")]
    [InlineData("imap://198.51.100.70:4001", "greeting is not \"* OK\": \"SSH-2.0-OpenSSH_9.2p1\"")]
    [InlineData("http://198.51.100.70:4001", "not HTTP: \"SSH-2.0-OpenSSH_9.2p1\"")]
    public void A_wrong_banner_is_a_protocol_error(string target, string detail) => Check(target, "protocol_error", detail);

    [Theory]
    [InlineData("tcp://100.64.0.1:80", "host_unreachable", "local: no route to 100.64.0.1")]
    [InlineData("icmp://100.64.0.1", "host_unreachable", "local: no route to 100.64.0.1")]
    [InlineData("tcp://100.64.1.1:80", "host_unreachable", "local: icmp host unreachable (3/1) by this host: the next hop does not answer")]
    public void What_our_own_host_cannot_do_is_not_the_targets(string target, string outcome, string detail) =>
        Assert.Equal("not_the_targets", Check(target, outcome, detail).GetProperty("class").GetString());

    [Theory]
    [InlineData("icmp://198.51.100.60", "ok", "echo reply")]
    [InlineData("icmp://198.51.100.61", "host_unreachable", "icmp administratively prohibited (3/13) from 192.0.2.1")]
    [InlineData("icmp://198.51.100.63", "timeout", "no answer within 1 s")]
    [InlineData("icmp://[2001:db8:2::2]", "ok", "echo reply")]
    [InlineData("icmp://[2001:db8:2::61]", "host_unreachable", "icmp administratively prohibited (1/1) from 2001:db8:1::1")]
    public void The_kernels_own_ping_sockets_tell_the_same_as_raw_ones(string target, string outcome, string detail)
    {
        const string Setting = "/proc/sys/net/ipv4/ping_group_range";
        TestNetwork.RunIn(network.Network.Vantage, "/bin/sh", "-c", $"echo 0 2147483647 > {Setting}");
        try
        {
            Check(target, outcome, detail, outcome == "timeout" ? "1s" : "20s");
        }
        finally
        {
            TestNetwork.RunIn(network.Network.Vantage, "/bin/sh", "-c", $"echo 1 0 > {Setting}");
        }
    }

    [Fact]
    public void A_host_without_a_route_says_so() => Assert.Equal(
        "not_the_targets",
        Check("ntp://198.51.100.10", "network_unreachable", "local: no route to 198.51.100.10", from: network.Network.Nowhere).GetProperty("class").GetString());

    [Fact]
    public void A_neighbour_that_does_not_answer_on_the_link_is_unreachable_and_silent() => Assert.Equal(
        "silent",
        Check("tcp://192.0.2.88:80", "host_unreachable", "icmp host unreachable (3/1) by this host: the neighbour does not answer").GetProperty("class").GetString());

    [Fact]
    public async Task Half_of_the_packets_lost_is_half_of_the_echoes_lost_and_nothing_else()
    {
        var outcomes = await EchoesAsync("198.51.100.80", 60);

        Assert.Equal([ProbeOutcome.Ok, ProbeOutcome.Timeout], outcomes.Distinct().Order());

        // of 60 halves fewer than 10 or more than 50 are lost once in ten million times
        Assert.InRange(outcomes.Count(outcome => outcome == ProbeOutcome.Timeout), 10, 50);
    }

    [Fact]
    public async Task Loss_and_delay_of_netem_are_seen()
    {
        var (exit, _, errors) = TestNetwork.RunIn(network.Network.Servers, "tc", "qdisc", "add", "dev", "eth0", "root", "netem", "loss", "50%", "delay", "150ms");
        Assert.SkipWhen(exit != 0, $"this kernel has no netem (CONFIG_NET_SCH_NETEM): {errors.Trim()}");
        try
        {
            var results = await ResultsAsync("198.51.100.81", 60);

            Assert.Equal([ProbeOutcome.Ok, ProbeOutcome.Timeout], results.Select(result => result.Outcome).Distinct().Order());
            Assert.All(results.Where(result => result.Outcome == ProbeOutcome.Ok), result => Assert.True(result.RttMilliseconds >= 150));
        }
        finally
        {
            TestNetwork.RunIn(network.Network.Servers, "tc", "qdisc", "del", "dev", "eth0", "root");
        }
    }

    async Task<List<ProbeOutcome>> EchoesAsync(string address, int count) => [.. (await ResultsAsync(address, count)).Select(result => result.Outcome)];

    async Task<ProbeResult[]> ResultsAsync(string address, int count)
    {
        var setting = new ProbeSetting { Protocol = ProbeProtocol.Icmp, Address = IPAddress.Parse(address), Timeout = TimeSpan.FromSeconds(3) };
        return await Task.WhenAll(Enumerable.Range(0, count).Select(_ => network.ProbeAsync(setting)));
    }

    JsonElement Check(string target, string outcome, string detail, string timeout = "20s", string? from = null)
    {
        var (exit, output, errors) = TestNetwork.RunIn(
            from ?? network.Network.Vantage,
            "env", $"SSL_CERT_FILE={network.Roots}", "dotnet", Path.Combine(AppContext.BaseDirectory, "streamwatch.dll"), "probe", target, "--json", "--timeout", timeout);
        Assert.True(exit == 0, $"exit code {exit}: {output}{errors}");
        var found = JsonDocument.Parse(output).RootElement;
        Assert.Equal(outcome, found.GetProperty("outcome").GetString());
        Assert.StartsWith(detail, found.GetProperty("detail").GetString(), StringComparison.Ordinal);
        return found;
    }
}
