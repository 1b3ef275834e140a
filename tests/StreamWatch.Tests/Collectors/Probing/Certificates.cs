using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>Certificates made for a test, good and bad.</summary>
static class Certificates
{
    public static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    /// <summary>An authority of its own.</summary>
    public static X509Certificate2 Authority(RSA key)
    {
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(Now.AddYears(-3), Now.AddYears(3));
    }

    /// <summary>A server's certificate for a name, from so many days ago to in so many; signed by itself where there is no authority.</summary>
    public static X509Certificate2 Server(string name, int fromDays, int toDays, X509Certificate2? authority)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        var (from, to) = (Now.AddDays(fromDays), Now.AddDays(toDays));
        using var bare = authority is null ? request.CreateSelfSigned(from, to) : request.Create(authority, from, to, [1, 2, 3, 4]).CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(bare.Export(X509ContentType.Pkcs12), null);
    }
}
