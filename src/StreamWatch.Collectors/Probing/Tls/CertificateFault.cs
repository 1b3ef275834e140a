using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace StreamWatch.Collectors.Probing.Tls;

/// <summary>What is wrong with a certificate, in words.</summary>
internal static class CertificateFault
{
    private const int MostNames = 3;

    /// <summary>The first fault that a person would want to know; null where there is none.</summary>
    public static string? Words(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string host, DateTimeOffset now)
    {
        if (errors == SslPolicyErrors.None)
        {
            return null;
        }

        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "the server sent no certificate";
        }

        if (certificate.NotAfter.ToUniversalTime() < now.UtcDateTime)
        {
            return $"certificate expired on {Day(certificate.NotAfter)}";
        }

        if (certificate.NotBefore.ToUniversalTime() > now.UtcDateTime)
        {
            return $"certificate is not valid before {Day(certificate.NotBefore)}";
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? $"certificate is not for {host} but for {Names(certificate)}"
            : Chain(certificate, chain);
    }

    private static string Chain(X509Certificate2 certificate, X509Chain? chain)
    {
        var status = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? X509ChainStatusFlags.NoError;
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return "a certificate of the chain is not valid at this time";
        }

        if ((status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != X509ChainStatusFlags.NoError)
        {
            return certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
                ? "certificate is self-signed and not trusted"
                : $"certificate's issuer is not trusted: {certificate.Issuer}";
        }

        return $"certificate refused: {status}";
    }

    private static string Day(DateTime moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Names(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .ToList();
        return alternatives.Count switch
        {
            0 => certificate.Subject,
            <= MostNames => string.Join(", ", alternatives),
            _ => $"{string.Join(", ", alternatives.Take(MostNames))} and {alternatives.Count - MostNames} more",
        };
    }
}
