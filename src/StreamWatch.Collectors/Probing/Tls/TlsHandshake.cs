using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using StreamWatch.Collectors.Probing.Dns;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Probing.Tls;

/// <summary>
/// A TLS handshake from scratch: no session is resumed, and nothing is fetched for the check of the certificate (neither missing issuers nor lists of
/// revoked ones), so that only the target is measured.
/// </summary>
internal static class TlsHandshake
{
    /// <summary>Shakes hands over a connection, which stays its owner's, and checks the certificate: its name, its time and who vouches for it.</summary>
    /// <exception cref="ProbeEndedException">The handshake or the certificate is not good.</exception>
    /// <exception cref="IOException">The connection broke; the inner exception is the socket's.</exception>
    public static async Task<Stream> RunAsync(ProbeAttempt attempt, Stream connection, IPAddress to)
    {
        var host = Host(attempt, to);
        var now = attempt.Options.Time.GetUtcNow();
        var heard = new HeardStream(connection);
        var tls = new SslStream(heard, leaveInnerStreamOpen: true);
        string? fault = null;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            AllowTlsResume = false,
            CertificateChainPolicy = Policy(attempt.Options.Roots, now),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                fault = CertificateFault.Words(certificate as X509Certificate2, chain, errors, host, now);
                return fault is null;
            },
        };
        var isDone = false;
        try
        {
            await tls.AuthenticateAsClientAsync(options, attempt.Deadline).ConfigureAwait(false);
            isDone = true;
            return tls;
        }
        catch (Exception e) when (e is AuthenticationException || (e is IOException && Inner<SocketException>(e) is null))
        {
            throw new ProbeEndedException(fault is null && !heard.HasHeard
                ? new ProbeEnd(ProbeOutcome.ConnectionReset, "closed before anything was said, in the TLS handshake")
                : new ProbeEnd(ProbeOutcome.TlsFailure, fault ?? Words(e)));
        }
        finally
        {
            if (!isDone)
            {
                // The connection stays open: its socket may still tell why.
                await tls.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static string Host(ProbeAttempt attempt, IPAddress to) =>
        attempt.Setting.Host is { } name && HostName.TryAscii(name, out var ascii) ? ascii.TrimEnd('.') : to.ToString();

    private static X509ChainPolicy Policy(X509Certificate2Collection? roots, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
        };
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }

    /// <summary>The innermost message: there stands what the TLS library or the peer's alert says.</summary>
    private static string Words(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return $"handshake failed: {e.Message}";
    }

    private static T? Inner<T>(Exception e)
        where T : Exception
    {
        for (var at = e.InnerException; at is not null; at = at.InnerException)
        {
            if (at is T found)
            {
                return found;
            }
        }

        return null;
    }
}
