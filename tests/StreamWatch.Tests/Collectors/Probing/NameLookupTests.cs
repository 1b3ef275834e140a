using System.Net;
using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Dns;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using Xunit;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>A target's name is looked up for every attempt, and how that failed is told apart and never held against the target.</summary>
public sealed class NameLookupTests
{
    [Fact]
    public async Task A_name_is_followed_over_its_aliases_to_an_address()
    {
        var alias = DnsStub.Name("alias.example");
        await using var resolver = new DnsStub(asked => asked.Answer(
            DnsResponseCode.NoError,
            [DnsStub.Address(DnsStub.Name("stranger.example"), "192.0.2.1"), DnsStub.Alias(asked.Questions[0].Name, alias), DnsStub.Address(alias, "127.0.0.1")]));
        await using var server = TcpStub.Answering("HTTP/1.1 200 OK\r\n\r\n");

        var (result, timings) = await Probes.RunAsync(Named(server.EndPoint.Port), Options(resolver));

        Assert.Equal((ProbeOutcome.Ok, IPAddress.Loopback), (result.Outcome, result.Address));
        Assert.NotNull(timings.Resolve);
        Assert.True(result.RttMilliseconds <= timings.Total - timings.Resolve, "the round trip is the target's, without the lookup");
    }

    [Fact]
    public async Task Without_an_IPv4_address_the_IPv6_one_is_asked_for()
    {
        var asked = new List<DnsRecordType>();
        await using var resolver = new DnsStub(question =>
        {
            asked.Add(question.Questions[0].Type);
            return question.Answer(
                DnsResponseCode.NoError,
                question.Questions[0].Type == DnsRecordType.Aaaa ? [DnsStub.Address(question.Questions[0].Name, "::1")] : []);
        });

        var (result, _) = await Probes.RunAsync(Named(1), Options(resolver));

        Assert.Equal([DnsRecordType.A, DnsRecordType.Aaaa], asked);
        Assert.Equal(IPAddress.IPv6Loopback, result.Address);
    }

    [Theory]
    [InlineData(DnsResponseCode.NameError, ProbeOutcome.DnsNxdomain)]
    [InlineData(DnsResponseCode.ServerFailure, ProbeOutcome.DnsServerFailure)]
    [InlineData(DnsResponseCode.Refused, ProbeOutcome.DnsServerFailure)]
    [InlineData(DnsResponseCode.NoError, ProbeOutcome.DnsNxdomain)]
    public async Task An_error_of_the_resolver_is_not_the_targets(DnsResponseCode code, ProbeOutcome outcome)
    {
        await using var resolver = new DnsStub(asked => asked.Answer(code, []));

        foreach (var kind in Enum.GetValues<TargetKind>())
        {
            var (result, timings) = await Probes.RunAsync(Named(80), Options(resolver), kind);

            Assert.Equal((outcome, OutcomeClass.NotTheTargets), (result.Outcome, result.Class));
            Assert.Equal((null, null, ProbeStep.Resolve), (result.Address, result.RttMilliseconds, timings.EndedIn));
        }
    }

    [Fact]
    public async Task A_silent_resolver_is_a_time_out_of_DNS()
    {
        await using var resolver = new DnsStub(_ => null);

        var (result, _) = await Probes.RunSilentAsync(Named(80), resolver.Reached, Options(resolver));

        Assert.Equal((ProbeOutcome.DnsTimeout, OutcomeClass.NotTheTargets), (result.Outcome, result.Class));
        Assert.Equal("resolver 127.0.0.1: no answer within 60 s", result.Detail);
    }

    [Fact]
    public async Task A_resolver_that_is_not_there_is_a_time_out_of_DNS_with_the_reason()
    {
        IPEndPoint closed;
        await using (var gone = new UdpStub(_ => []))
        {
            closed = gone.EndPoint;
        }

        var (result, _) = await Probes.RunAsync(Named(80), Probes.Options with { Resolver = closed });

        Assert.Equal((ProbeOutcome.DnsTimeout, OutcomeClass.NotTheTargets), (result.Outcome, result.Class));
        Assert.StartsWith("resolver 127.0.0.1: ", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_systems_own_names_come_first_and_the_first_name_server_is_asked()
    {
        var folder = Directory.CreateTempSubdirectory("streamwatch-");
        try
        {
            var (hosts, resolver) = (Path.Combine(folder.FullName, "hosts"), Path.Combine(folder.FullName, "resolv.conf"));
            File.WriteAllText(hosts, "::1 six.example both.example\n# 192.0.2.9 six.example\n192.0.2.7\tboth.example other # Both.Example\nnonsense both.example\n");
            File.WriteAllText(resolver, "# nameserver 192.0.2.1\nsearch example\nnameserver nonsense\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n");

            Assert.Equal(IPAddress.Parse("192.0.2.7"), HostsFile.Find(hosts, "BOTH.example."));
            Assert.Equal(IPAddress.IPv6Loopback, HostsFile.Find(hosts, "six.example"));
            Assert.Null(HostsFile.Find(hosts, "example"));
            Assert.Null(HostsFile.Find(hosts + "-none", "six.example"));
            Assert.Equal(IPAddress.Parse("192.0.2.2"), ResolverFile.FirstServer(resolver));
            Assert.Equal(IPAddress.Loopback, ResolverFile.FirstServer(hosts));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static ProberOptions Options(DnsStub resolver) => Probes.Options with { Resolver = resolver.EndPoint };

    static ProbeSetting Named(int port) => new() { Protocol = ProbeProtocol.Http, Host = "site.example", Port = port, Timeout = Probes.Ample };
}
