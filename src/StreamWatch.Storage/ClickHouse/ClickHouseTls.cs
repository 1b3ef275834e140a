using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StreamWatch.Storage.ClickHouse;

/// <summary>How https to a server is done where the system's own trust is not enough: whom to trust, and who we are. The name in the server's certificate is checked either way.</summary>
public sealed class ClickHouseTls
{
    private readonly X509Certificate2Collection _authorities;
    private readonly X509Certificate2? _own;

    private ClickHouseTls(X509Certificate2Collection authorities, X509Certificate2? own)
    {
        _authorities = authorities;
        _own = own;
    }

    /// <summary>Reads the files; null where none is named.</summary>
    /// <exception cref="ClickHouseUsageException">A file cannot be read or holds something else, or the URL is not https.</exception>
    internal static ClickHouseTls? Read(Uri url, ServerSettings settings)
    {
        if (string.IsNullOrEmpty(settings.CaFile) && string.IsNullOrEmpty(settings.CertificateFile))
        {
            return string.IsNullOrEmpty(settings.KeyFile)
                ? null
                : throw Fault("a key file (--clickhouse-key-file) needs the certificate that belongs to it: --clickhouse-cert-file");
        }

        if (url.Scheme != Uri.UriSchemeHttps)
        {
            throw Fault($"certificates are for https, and the ClickHouse URL is {url}; write https://host:8443");
        }

        var authorities = new X509Certificate2Collection();
        if (settings.CaFile is { Length: > 0 } authority)
        {
            Load(authority, "--clickhouse-ca-file", () => authorities.ImportFromPemFile(authority));
            if (authorities.Count == 0)
            {
                throw Fault($"--clickhouse-ca-file names {authority}, which holds no certificate; it must hold one or more in PEM (-----BEGIN CERTIFICATE-----)");
            }
        }

        X509Certificate2? own = null;
        if (settings.CertificateFile is { Length: > 0 } certificate)
        {
            var key = settings.KeyFile is { Length: > 0 } named ? named : null;
            Load(certificate, key is null ? "--clickhouse-cert-file" : "--clickhouse-cert-file and --clickhouse-key-file", () => own = X509Certificate2.CreateFromPemFile(certificate, key));
        }

        return new ClickHouseTls(authorities, own);
    }

    internal SslClientAuthenticationOptions ForClient()
    {
        var options = new SslClientAuthenticationOptions();
        if (_authorities.Count > 0)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        }

        if (_own is not null)
        {
            options.ClientCertificates = [_own];
        }

        return options;
    }

    private static void Load(string file, string option, Action load)
    {
        try
        {
            load();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Fault($"{option}: {file} cannot be used: {e.Message}");
        }
    }

    private static ClickHouseUsageException Fault(string message) => new("options", message);
}
