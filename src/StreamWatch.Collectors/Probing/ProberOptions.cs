using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace StreamWatch.Collectors.Probing;

/// <summary>Where a prober stands and what it trusts.</summary>
public sealed record ProberOptions
{
    /// <summary>Name of the vantage point that its results carry.</summary>
    public required string Vantage { get; init; }

    /// <summary>Gives the time of an attempt, its steps and its time-out.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Certificates that a chain has to end in; null for those that the system trusts.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>The name server that host names are looked up at; null for the first one of <see cref="ResolverFile"/>.</summary>
    public IPEndPoint? Resolver { get; init; }

    /// <summary>The system's list of name servers, resolv.conf(5); read anew for each attempt. Without an entry: 127.0.0.1.</summary>
    public string ResolverFile { get; init; } = "/etc/resolv.conf";

    /// <summary>The system's own names, hosts(5): they come before the name server; read anew for each attempt.</summary>
    public string HostsFile { get; init; } = "/etc/hosts";
}
