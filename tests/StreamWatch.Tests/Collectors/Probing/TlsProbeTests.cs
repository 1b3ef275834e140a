using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StreamWatch.Collectors.Probing;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using Xunit;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>TLS handshakes and certificates, good and bad.</summary>
public sealed class TlsProbeTests : IDisposable
{
    const string Site = "site.example";

    readonly RSA _key = RSA.Create(2048);
    readonly X509Certificate2 _authority;

    public TlsProbeTests() => _authority = Certificates.Authority(_key);

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    [Theory]
    [InlineData(ProbeProtocol.Https, "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK")]
    [InlineData(ProbeProtocol.Smtps, "220 mail\r\n", "220 mail")]
    [InlineData(ProbeProtocol.Imaps, "* OK mail\r\n", "* OK mail")]
    public async Task A_good_certificate_of_a_trusted_authority_is_ok(ProbeProtocol protocol, string words, string detail)
    {
        using var certificate = Certificates.Server(Site, -1, 30, _authority);
        var (result, timings) = await ProbeAsync(certificate, protocol, Site, words);

        Assert.Equal((ProbeOutcome.Ok, detail), (result.Outcome, result.Detail));
        Assert.NotNull(timings.Tls);
        Assert.True(timings.Total >= timings.Connect + timings.Tls + timings.FirstByte);
    }

    [Fact]
    public async Task Without_a_host_the_certificate_has_to_be_for_the_address()
    {
        using var certificate = Certificates.Server("127.0.0.1", -1, 30, _authority);

        Assert.Equal(ProbeOutcome.Ok, (await ProbeAsync(certificate, ProbeProtocol.Https, null)).Result.Outcome);
    }

    [Theory]
    [InlineData(Site, -30, -1, true, "certificate expired on ")]
    [InlineData(Site, 1, 30, true, "certificate is not valid before ")]
    [InlineData("other.example", -1, 30, true, "certificate is not for site.example but for other.example")]
    [InlineData(Site, -1, 30, false, "certificate is self-signed and not trusted")]
    public async Task A_bad_certificate_is_a_failure_of_TLS_and_why_is_told(string name, int from, int to, bool isSigned, string detail)
    {
        using var certificate = Certificates.Server(name, from, to, isSigned ? _authority : null);
        var (result, timings) = await ProbeAsync(certificate, ProbeProtocol.Https, Site);

        Assert.Equal((ProbeOutcome.TlsFailure, OutcomeClass.Alive), (result.Outcome, result.Class));
        Assert.StartsWith(detail, result.Detail, StringComparison.Ordinal);
        Assert.Equal(ProbeStep.Tls, timings.EndedIn);
    }

    [Fact]
    public async Task A_certificate_of_an_authority_that_nobody_trusts_is_a_failure_of_TLS()
    {
        using var certificate = Certificates.Server(Site, -1, 30, _authority);
        await using var server = Serving(certificate, "HTTP/1.1 200 OK\r\n\r\n");
        var (result, _) = await Probes.RunAsync(Setting(server, ProbeProtocol.Https, Site));

        Assert.Equal((ProbeOutcome.TlsFailure, "certificate's issuer is not trusted: CN=test authority"), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task What_is_no_TLS_is_a_failure_of_TLS()
    {
        await using var server = TcpStub.Saying("220 this is not TLS\r\n");
        var (result, _) = await Probes.RunAsync(Setting(server, ProbeProtocol.Https, Site));

        Assert.Equal(ProbeOutcome.TlsFailure, result.Outcome);
        Assert.StartsWith("handshake failed: ", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_closed_before_the_server_said_anything_is_a_reset()
    {
        await using var server = new TcpStub(async (stream, stop) => await stream.ReadAtLeastAsync(new byte[10_000], 1, cancellationToken: stop));
        var (result, _) = await Probes.RunAsync(Setting(server, ProbeProtocol.Https, Site));

        Assert.Equal(ProbeOutcome.ConnectionReset, result.Outcome);
    }

    [Fact]
    public async Task A_reset_in_the_handshake_is_a_reset()
    {
        await using var server = new TcpStub(async (stream, stop) =>
        {
            await stream.ReadAtLeastAsync(new byte[10_000], 1, cancellationToken: stop);
            TcpStub.Reset(stream);
        });
        var (result, _) = await Probes.RunAsync(Setting(server, ProbeProtocol.Https, Site));

        Assert.Equal((ProbeOutcome.ConnectionReset, "connection reset"), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task A_server_that_never_shakes_hands_is_a_time_out()
    {
        var reached = new TaskCompletionSource();
        await using var server = new TcpStub(async (stream, stop) =>
        {
            await stream.ReadAtLeastAsync(new byte[10_000], 1, cancellationToken: stop);
            reached.SetResult();
            await TcpStub.DrainAsync(stream, stop);
        });
        var (result, timings) = await Probes.RunSilentAsync(Setting(server, ProbeProtocol.Https, Site), reached.Task);

        Assert.Equal((ProbeOutcome.Timeout, ProbeStep.Tls), (result.Outcome, timings.EndedIn));
    }

    static ProbeSetting Setting(TcpStub server, ProbeProtocol protocol, string? host) => Probes.At(server.EndPoint, protocol) with { Host = host };

    static TcpStub Serving(X509Certificate2 certificate, string words) => new(async (stream, stop) =>
    {
        using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
        await tls.WriteAsync(System.Text.Encoding.ASCII.GetBytes(words), stop);
        await TcpStub.DrainAsync(tls, stop);
    });

    async Task<ProbeReport> ProbeAsync(X509Certificate2 certificate, ProbeProtocol protocol, string? host, string words = "HTTP/1.1 200 OK\r\n\r\n")
    {
        await using var server = Serving(certificate, words);
        return await Probes.RunAsync(Setting(server, protocol, host), Probes.Options with { Roots = [_authority] });
    }
}
