using System.Security.Cryptography.X509Certificates;
using StreamWatch.Storage.ClickHouse;
using Xunit;

namespace StreamWatch.Tests.Storage.ClickHouse;

public sealed class ClickHouseServerTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("streamwatch-tls-").FullName;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_server_is_trusted_by_the_authority_that_was_named_and_by_no_other()
    {
        var (authority, certificate) = OneAnswerServer.Certificates("localhost");
        using var server = new OneAnswerServer(certificate);
        using (var trusting = Client(server.Url, new ServerSettings { CaFile = Write("ca.pem", authority.ExportCertificatePem()) }))
        {
            await trusting.ExecuteAsync(new("one", "SELECT 1"), Token);
            Assert.StartsWith("POST /", server.Request, StringComparison.Ordinal);
        }

        var (other, _) = OneAnswerServer.Certificates("localhost");
        using var strange = Client(server.Url, new ServerSettings { CaFile = Write("other.pem", other.ExportCertificatePem()) });
        var refused = await Assert.ThrowsAsync<ClickHouseTlsException>(() => strange.ExecuteAsync(new("one", "SELECT 1"), Token));
        Assert.False(refused.IsRetryable);
        Assert.Contains("--clickhouse-ca-file", refused.Message, StringComparison.Ordinal);
        using var plain = Client(server.Url, new ServerSettings());
        await Assert.ThrowsAsync<ClickHouseTlsException>(() => plain.ExecuteAsync(new("one", "SELECT 1"), Token));
    }

    [Fact]
    public async Task A_trusted_certificate_of_another_host_is_refused()
    {
        var (authority, certificate) = OneAnswerServer.Certificates("clickhouse.example");
        using var server = new OneAnswerServer(certificate);
        using var client = Client(server.Url, new ServerSettings { CaFile = Write("ca.pem", authority.ExportCertificatePem()) });
        await Assert.ThrowsAsync<ClickHouseTlsException>(() => client.ExecuteAsync(new("one", "SELECT 1"), Token));
    }

    [Fact]
    public async Task Our_own_certificate_is_shown_where_one_was_named()
    {
        var (authority, certificate) = OneAnswerServer.Certificates("localhost");
        var (_, own) = OneAnswerServer.Certificates("collector");
        using var server = new OneAnswerServer(certificate, asksForClient: true);
        using var client = Client(server.Url, new ServerSettings
        {
            CaFile = Write("ca.pem", authority.ExportCertificatePem()),
            CertificateFile = Write("own.pem", own.ExportCertificatePem()),
            KeyFile = Write("own.key", own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
        });
        await client.ExecuteAsync(new("one", "SELECT 1"), Token);
        Assert.Equal("CN=collector", server.Client);
    }

    [Fact]
    public void Files_that_are_none_are_refused_with_their_option()
    {
        foreach (var (settings, said) in new[]
        {
            (new ServerSettings { CaFile = Path.Combine(_folder, "missing") }, "--clickhouse-ca-file"),
            (new ServerSettings { CaFile = Write("empty.pem", "") }, "no certificate"),
            (new ServerSettings { CertificateFile = Write("junk.pem", "junk") }, "--clickhouse-cert-file"),
            (new ServerSettings { KeyFile = Write("junk.key", "junk") }, "--clickhouse-cert-file"),
        })
        {
            var refused = Assert.Throws<ClickHouseUsageException>(() => ClickHouseOptions.FromEnvironment("https://localhost", _ => null, settings));
            Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        }

        var plain = new ServerSettings { CaFile = Write("ca.pem", "") };
        Assert.Contains("https", Assert.Throws<ClickHouseUsageException>(() => ClickHouseOptions.FromEnvironment("http://localhost", _ => null, plain)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_cluster_a_write_counts_when_most_replicas_have_it_and_a_reader_sends_no_setting()
    {
        using var server = new OneAnswerServer();
        var options = ClickHouseOptions.FromEnvironment(server.Url.ToString(), name => name == "STREAMWATCH_CLICKHOUSE_CLUSTER" ? "main" : null);
        Assert.Equal("main", options.Cluster);
        using var writing = ClickHouseServers.Reach(options);
        await writing.ExecuteAsync(new("one", "SELECT 1"), Token);
        Assert.Contains("&insert_quorum=auto", server.Request, StringComparison.Ordinal);

        using var reading = ClickHouseServers.Reach(options with { ReadOnly = true });
        await reading.ExecuteAsync(new("one", "SELECT 1"), Token);
        Assert.DoesNotContain("insert_quorum", server.Request, StringComparison.Ordinal);
        using var alone = ClickHouseServers.Reach(options with { Cluster = null });
        await alone.ExecuteAsync(new("one", "SELECT 1"), Token);
        Assert.DoesNotContain("insert_quorum", server.Request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 503 Service Unavailable", true)]
    [InlineData("HTTP/1.1 429 Too Many Requests", true)]
    [InlineData("HTTP/1.1 404 Not Found", false)]
    [InlineData("HTTP/1.1 403 Forbidden\r\nX-ClickHouse-Exception-Code: 516", false)]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\nX-ClickHouse-Exception-Code: 243", true)]
    public async Task An_answer_says_whether_to_try_again(string answer, bool isRetryable)
    {
        using var server = new OneAnswerServer(answer: answer);
        using var client = Client(server.Url, new ServerSettings());
        var failure = await Assert.ThrowsAnyAsync<ClickHouseException>(() => client.ExecuteAsync(new("one", "SELECT 1"), Token));
        Assert.Equal(isRetryable, failure.IsRetryable);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_of_an_answer_is_a_reason_to_try_again()
    {
        // Chunks are announced, and none comes.
        using var server = new OneAnswerServer(answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked");
        using var client = Client(server.Url, new ServerSettings());
        var failure = await Assert.ThrowsAsync<ClickHouseTransportException>(async () =>
        {
            await foreach (var _ in client.QueryAsync<Dictionary<string, int>>(new("one", "SELECT 1"), Token))
            {
                Assert.Fail("there is no row");
            }
        });
        Assert.True(failure.IsRetryable);
    }

    static IClickHouse Client(Uri url, ServerSettings settings) => ClickHouseServers.Reach(ClickHouseOptions.FromEnvironment(url.ToString(), _ => null, settings));

    string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
