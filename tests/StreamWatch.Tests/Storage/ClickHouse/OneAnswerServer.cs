using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace StreamWatch.Tests.Storage.ClickHouse;

/// <summary>An HTTP server on loopback that answers every request with nothing; over TLS with a certificate of an authority of its own where one is given.</summary>
sealed class OneAnswerServer : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly X509Certificate2? _certificate;
    readonly bool _asksForClient;
    readonly string _answer;

    public OneAnswerServer(X509Certificate2? certificate = null, bool asksForClient = false, string answer = "HTTP/1.1 200 OK")
    {
        _certificate = certificate;
        _asksForClient = asksForClient;
        _answer = answer;
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Url => new($"{(_certificate is null ? "http" : "https")}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>First line of the last request.</summary>
    public string Request { get; private set; } = "";

    /// <summary>Subject of the client's certificate; null where it showed none.</summary>
    public string? Client { get; private set; }

    /// <summary>An authority, and a certificate of it for <paramref name="name"/>.</summary>
    public static (X509Certificate2 Authority, X509Certificate2 Certificate) Certificates(string name)
    {
        var now = DateTimeOffset.UtcNow;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=An authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var root = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(root, now.AddDays(-1), now.AddDays(1), [1, 2, 3]);
        return (root, certificate.CopyWithPrivateKey(key));
    }

    public void Dispose() => _listener.Dispose();

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                try
                {
                    await AnswerAsync(client.GetStream());
                }
                catch (Exception e) when (e is IOException or AuthenticationException)
                {
                    // The client did not trust us.
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was ended.
        }
    }

    async Task AnswerAsync(Stream stream)
    {
        if (_certificate is not null)
        {
            var secure = new SslStream(stream, leaveInnerStreamOpen: true, (_, certificate, _, _) =>
            {
                Client = certificate?.Subject;
                return !_asksForClient || certificate is not null;
            });
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate, ClientCertificateRequired = _asksForClient });
            stream = secure;
        }

        await using (stream)
        {
            using var reader = new StreamReader(stream);
            var request = await reader.ReadLineAsync() ?? "";
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
                // The head; the body is not asked for.
            }

            Request = request;
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{_answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        }
    }
}
