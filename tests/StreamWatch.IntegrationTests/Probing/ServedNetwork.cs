using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StreamWatch.Collectors.Probing;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using Xunit;

namespace StreamWatch.IntegrationTests.Probing;

/// <summary>The network with real servers of Debian's in it: nginx, exim and dnsmasq. Made once for all its tests.</summary>
public sealed class ServedNetwork : IAsyncLifetime
{
    const string Authority = "authority.pem";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streamwatch-probing-");
    TestNetwork? _network;
    string? _missing;

    /// <summary>Programs that are not installed, by what Debian calls their packages.</summary>
    readonly HashSet<string> _missingServers = [];

    /// <summary>The certificates that the vantage point trusts.</summary>
    public string Roots => Path.Combine(_folder.FullName, Authority);

    /// <summary>The network; skips the test where this host can have none.</summary>
    internal TestNetwork Network
    {
        get
        {
            Assert.SkipWhen(_missing is not null, _missing ?? "");
            return _network!;
        }
    }

    /// <summary>Skips the test where a server is not installed.</summary>
    public void Needs(string package) =>
        Assert.SkipWhen(_missingServers.Contains(package), $"{package} is not installed (Debian: apt-get install {package})");

    public async ValueTask InitializeAsync()
    {
        _missing = TestNetwork.Missing();
        if (_missing is not null)
        {
            return;
        }

        // exim gives root up and has to come in all the same
        Allow(_folder.FullName, 0b111_101_101);
        try
        {
            await ServeAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_network is not null)
        {
            await _network.DisposeAsync();
            _network = null;
        }

        if (Directory.Exists(_folder.FullName))
        {
            _folder.Delete(recursive: true);
        }
    }

    /// <summary>Probes from the vantage point, in this process: for targets by address, whose socket is opened at once.</summary>
    public async Task<ProbeResult> ProbeAsync(ProbeSetting setting)
    {
        var prober = new Prober(new ProberOptions { Vantage = "v", Time = TimeProvider.System });
        var target = new WatchedTarget { Name = "t", Kind = TargetKind.Host, Probe = setting };
        return (await NamespaceThread.Run(Network.Vantage, () => prober.ProbeAsync(target, TestContext.Current.CancellationToken))).Result;
    }

    async Task ServeAsync()
    {
        _network = TestNetwork.Create();
        foreach (var host in (int[])[10, 25, 53, 60, 61, 62, 63, 64, 65, 66, 70, 80, 81])
        {
            _network.AddAddress($"198.51.100.{host}/24");
        }

        _network.AddAddress("2001:db8:2::61/64");
        _network.Forward(
            "ip daddr 198.51.100.61 reject with icmp type admin-prohibited",
            "ip daddr 198.51.100.62 reject with icmp type host-unreachable",
            "ip daddr 198.51.100.63 drop",
            "ip daddr 198.51.100.64 reject with icmp type net-unreachable",
            "ip daddr 198.51.100.65 meta l4proto tcp reject with tcp reset",
            "ip daddr 198.51.100.66 reject with icmp type port-unreachable",
            "ip daddr 198.51.100.80 numgen random mod 2 0 drop",
            "ip6 daddr 2001:db8:2::61 reject with icmpv6 type admin-prohibited");
        _network.UseResolver("198.51.100.53");
        TestNetwork.Ip(_network.Vantage, "route add unreachable 100.64.0.0/24");
        TestNetwork.Ip(_network.Vantage, "route add 100.64.1.0/24 via 192.0.2.77");

        StartWeb(_network);
        StartMail(_network);
        StartNames(_network);
        _network.Start(_network.Servers, MannersServer.Command("198.51.100.70"));
        await ReadyAsync("198.51.100.70", MannersServer.WrongPort);
    }

    static void Allow(string path, int bits)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)bits);
        }
    }

    async Task ReadyAsync(string address, int port)
    {
        var setting = new ProbeSetting { Protocol = ProbeProtocol.Tcp, Address = IPAddress.Parse(address), Port = port, Timeout = TimeSpan.FromSeconds(5) };
        var prober = new Prober(new ProberOptions { Vantage = "v", Time = TimeProvider.System });
        var target = new WatchedTarget { Name = "t", Kind = TargetKind.Host, Probe = setting };
        for (var tries = 0; tries < 600; tries++)
        {
            var report = await NamespaceThread.Run(_network!.Vantage, () => prober.ProbeAsync(target, CancellationToken.None));
            if (report.Result.Outcome == ProbeOutcome.Ok)
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"nobody listens at {address}:{port} after a minute");
    }

    void StartWeb(TestNetwork network)
    {
        if (TestNetwork.Program("nginx") is not { } nginx)
        {
            _missingServers.Add("nginx-light");
            return;
        }

        using var key = RSA.Create(2048);
        using var authority = MakeAuthority(key);
        MakeServer(authority, "good", -1, 30);
        MakeServer(authority, "expired", -30, -1);
        var folder = _folder.FullName;
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off;
            master_process off;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/nginx.log;
            events { }
            http {
                access_log off;
                client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
                server { listen 198.51.100.10:80; return 200 "hello\n"; }
                server { listen 198.51.100.10:8503; return 503; }
                server { listen 198.51.100.10:443 ssl; ssl_certificate {{folder}}/good.pem; ssl_certificate_key {{folder}}/good.key; return 200 "hello\n"; }
                server { listen 198.51.100.10:444 ssl; ssl_certificate {{folder}}/expired.pem; ssl_certificate_key {{folder}}/expired.key; return 200 "hello\n"; }
            }
            """);
        network.Start(network.Servers, nginx, "-p", folder, "-e", $"{folder}/nginx.log", "-c", $"{folder}/nginx.conf");
        ReadyAsync("198.51.100.10", 80).GetAwaiter().GetResult();
    }

    void StartMail(TestNetwork network)
    {
        if (TestNetwork.Program("exim4") is not { } exim)
        {
            _missingServers.Add("exim4-daemon-light");
            return;
        }

        var spool = Directory.CreateDirectory(Path.Combine(_folder.FullName, "spool"));
        Allow(spool.FullName, 0b111_111_111);
        var settings = Path.Combine(_folder.FullName, "exim.conf");
        File.WriteAllText(settings, $"""
            primary_hostname = mail.test
            spool_directory = {spool.FullName}
            log_file_path = {spool.FullName}/%slog
            pid_file_path = {spool.FullName}/exim.pid
            local_interfaces = 198.51.100.25
            daemon_smtp_ports = 25
            keep_environment =
            rfc1413_query_timeout = 0s
            begin acl
            begin routers
            begin transports

            """);
        Allow(settings, 0b110_100_100);
        network.Start(network.Servers, exim, "-bdf", "-C", settings);
        ReadyAsync("198.51.100.25", 25).GetAwaiter().GetResult();
    }

    void StartNames(TestNetwork network)
    {
        if (TestNetwork.Program("dnsmasq") is not { } dnsmasq)
        {
            _missingServers.Add("dnsmasq-base");
            return;
        }

        network.Start(
            network.Servers,
            dnsmasq, "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--user=root", $"--pid-file={_folder.FullName}/dnsmasq.pid",
            "--listen-address=198.51.100.53", "--bind-interfaces", "--local=/test/", "--address=/site.test/198.51.100.10", "--host-record=mail.test,198.51.100.25");
        ReadyAsync("198.51.100.53", 53).GetAwaiter().GetResult();
    }

    X509Certificate2 MakeAuthority(RSA key)
    {
        var now = TimeProvider.System.GetUtcNow();
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var authority = request.CreateSelfSigned(now.AddYears(-1), now.AddYears(1));
        File.WriteAllText(Roots, authority.ExportCertificatePem());
        return authority;
    }

    void MakeServer(X509Certificate2 authority, string name, int fromDays, int toDays)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=site.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("site.test");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, now.AddDays(fromDays), now.AddDays(toDays), [1, 2, 3, (byte)name.Length]);
        File.WriteAllText(Path.Combine(_folder.FullName, $"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.FullName, $"{name}.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
