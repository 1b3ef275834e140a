using System.Net;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Domain.Watching;

/// <summary>How a target is probed.</summary>
public sealed record ProbeSetting
{
    /// <summary>From the start of one probe to the start of the next where nothing else is said.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(60);

    /// <summary>How long an answer is waited for where nothing else is said.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    public required ProbeProtocol Protocol { get; init; }

    /// <summary>
    /// Name of the host: resolved afresh for every probe unless an address is given, and sent as the name of the site; null where there is an
    /// address only. Of a dns target: the name that is asked about; null for the root.
    /// </summary>
    public string? Host { get; init; }

    /// <summary>
    /// Address, so that no resolver stands between; null to resolve the host. Of a dns target: the name server that is asked; null for the
    /// resolver of the vantage point's own system.
    /// </summary>
    public IPAddress? Address { get; init; }

    /// <summary>The question that a dns target is asked; null for <see cref="DnsQuery.Default"/>, and with every other protocol.</summary>
    public DnsQuery? Query { get; init; }

    /// <summary>TCP or UDP port, 1 to 65535; null for the protocol's own.</summary>
    public int? Port { get; init; }

    /// <summary>1 s – 1 h.</summary>
    public TimeSpan Interval { get; init; } = DefaultInterval;

    /// <summary>100 ms – 1 min, no longer than the interval.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;
}
