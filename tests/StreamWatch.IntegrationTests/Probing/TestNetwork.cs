using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace StreamWatch.IntegrationTests.Probing;

/// <summary>
/// Three network namespaces: a vantage point, a router, and a LAN of servers behind it. What they are called belongs to this process alone; everything in
/// them, and they themselves, are removed in the end, and so is what an earlier run left that was killed.
/// </summary>
sealed class TestNetwork : IAsyncDisposable
{
    const string Prefix = "streamwatch-test-";
    const string NamespaceFolder = "/run/netns";
    const string SettingsFolder = "/etc/netns";

    static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    static int _count;

    readonly List<Process> _servers = [];
    readonly string _name = $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _count)}-";

    /// <summary>Where the prober stands: 192.0.2.2 and 2001:db8:1::2.</summary>
    public string Vantage => _name + "v";

    /// <summary>192.0.2.1 and 198.51.100.1, 2001:db8:1::1 and 2001:db8:2::1.</summary>
    public string Router => _name + "r";

    /// <summary>198.51.100.0/24 and 2001:db8:2::/64; it has the addresses that <see cref="AddAddress"/> gives it.</summary>
    public string Servers => _name + "s";

    /// <summary>No address and no route.</summary>
    public string Nowhere => _name + "n";

    /// <summary>Why there can be no such network on this host; null where there can.</summary>
    public static string? Missing()
    {
        if (!Environment.IsPrivilegedProcess || !OperatingSystem.IsLinux())
        {
            return "real packets need network namespaces, and those need root on Linux";
        }

        if (Program("ip") is null || Program("nft") is null)
        {
            return "ip or nft is not installed (Debian: apt-get install iproute2 nftables)";
        }

        var name = $"{Prefix}{Environment.ProcessId}-0-try";
        var (exit, _, errors) = Run("ip", "netns", "add", name);
        Run("ip", "netns", "del", name);
        return exit == 0 ? null : $"this host makes no network namespaces: {errors.Trim()}";
    }

    /// <summary>The path of a program; null where it is not installed.</summary>
    public static string? Program(string name) =>
        Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Makes it.</summary>
    public static TestNetwork Create()
    {
        RemoveLeftOvers();
        var network = new TestNetwork();
        try
        {
            network.Build();
            return network;
        }
        catch
        {
            network.RemoveAll();
            throw;
        }
    }

    /// <summary>Another address of the servers.</summary>
    public void AddAddress(string address) =>
        Ip(Servers, $"addr add {address} dev eth0{(address.Contains(':', StringComparison.Ordinal) ? " nodad" : "")}");

    /// <summary><c>ip -n NAMESPACE WORDS</c>.</summary>
    public static void Ip(string name, string words) => Must("ip", ["-n", name, .. words.Split(' ')]);

    /// <summary>Rules of the router for what it forwards, in the words of nft.</summary>
    public void Forward(params string[] rules)
    {
        foreach (var line in (string[])["add table inet probe", "add chain inet probe forward { type filter hook forward priority 0 ; }",
            .. rules.Select(rule => $"add rule inet probe forward {rule}")])
        {
            Must("ip", ["netns", "exec", Router, "nft", line]);
        }
    }

    /// <summary>The name server that programs at the vantage point ask.</summary>
    public void UseResolver(string address)
    {
        Directory.CreateDirectory(Path.Combine(SettingsFolder, Vantage));
        File.WriteAllText(Path.Combine(SettingsFolder, Vantage, "resolv.conf"), $"nameserver {address}\n");
    }

    /// <summary>Runs a program in a namespace to its end.</summary>
    public static (int Exit, string Output, string Errors) RunIn(string name, params string[] command) => Run("ip", ["netns", "exec", name, .. command]);

    /// <summary>Starts a server in a namespace; it ends with the network.</summary>
    public Process Start(string name, params string[] command)
    {
        // ip replaces itself by the program, so that the process is the server's own.
        var server = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", name, .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        _servers.Add(server);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            if (!server.HasExited)
            {
                server.Kill(entireProcessTree: true);
                await server.WaitForExitAsync(CancellationToken.None);
            }

            server.Dispose();
        }

        RemoveAll();
    }

    void Build()
    {
        foreach (var name in (string[])[Vantage, Router, Servers, Nowhere])
        {
            Must("ip", "netns", "add", name);
            Ip(name, "link set lo up");
        }

        Ip(Router, $"link add front type veth peer name eth0 netns {Vantage}");
        Ip(Router, $"link add back type veth peer name eth0 netns {Servers}");
        Leg(Router, "front", "192.0.2.1/24", "2001:db8:1::1/64");
        Leg(Router, "back", "198.51.100.1/24", "2001:db8:2::1/64");
        Leg(Vantage, "eth0", "192.0.2.2/24", "2001:db8:1::2/64");
        Leg(Servers, "eth0", "198.51.100.2/24", "2001:db8:2::2/64");
        foreach (var (name, router) in ((string, string)[])[(Vantage, "192.0.2.1"), (Servers, "198.51.100.1")])
        {
            Ip(name, $"route add default via {router}");
        }

        Ip(Vantage, "-6 route add default via 2001:db8:1::1");
        Ip(Servers, "-6 route add default via 2001:db8:2::1");

        // Routers hold ICMP errors back when many are due; here each counts. (A limit of 0 would empty the bucket that a missing route draws on.)
        foreach (var setting in (string[])["net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1", "net.ipv4.icmp_ratemask=0", "net.ipv6.icmp.ratelimit=0"])
        {
            var (key, value) = (setting.Split('=')[0], setting.Split('=')[1]);
            Must("ip", "netns", "exec", Router, "/bin/sh", "-c", $"echo {value} > /proc/sys/{key.Replace('.', '/')}");
        }
    }

    void RemoveAll()
    {
        foreach (var name in (string[])[Vantage, Router, Servers, Nowhere])
        {
            Remove(name);
        }
    }

    static void RemoveLeftOvers()
    {
        if (!Directory.Exists(NamespaceFolder))
        {
            return;
        }

        foreach (var name in Directory.EnumerateFiles(NamespaceFolder, Prefix + "*").Select(path => Path.GetFileName(path)!))
        {
            if (int.TryParse(name[Prefix.Length..].Split('-')[0], CultureInfo.InvariantCulture, out var process) && !Directory.Exists($"/proc/{process}"))
            {
                Remove(name);
            }
        }
    }

    static void Remove(string name)
    {
        foreach (var left in Run("ip", "netns", "pids", name).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // nobody else knows this namespace: it is a server of a run that was killed
            Run("kill", "-9", left);
        }

        Run("ip", "netns", "del", name);
        var settings = Path.Combine(SettingsFolder, name);
        if (Directory.Exists(settings))
        {
            Directory.Delete(settings, recursive: true);
        }
    }

    static void Leg(string name, string device, string four, string six)
    {
        Ip(name, $"addr add {four} dev {device}");
        Ip(name, $"addr add {six} dev {device} nodad");
        Ip(name, $"link set {device} up");
    }

    static void Must(string program, params string[] arguments)
    {
        var (exit, output, errors) = Run(program, arguments);
        Assert.True(exit == 0, $"{program} {string.Join(' ', arguments)}: {output}{errors}");
    }

    static (int Exit, string Output, string Errors) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
