namespace StreamWatch.Collectors.Probing;

/// <summary>The steps of an attempt, milliseconds; a step that was not reached or not needed is null. One that failed has the time it took to fail.</summary>
public readonly record struct ProbeTimings
{
    /// <summary>From the question to the system's resolver to its answer.</summary>
    public double? Resolve { get; init; }

    /// <summary>From the first SYN to the end of the TCP handshake.</summary>
    public double? Connect { get; init; }

    /// <summary>The TLS handshake, the check of the certificate included.</summary>
    public double? Tls { get; init; }

    /// <summary>From there to the first byte of the answer: after the request where we speak first (http, dns, icmp, ntp), else the wait for the banner.</summary>
    public double? FirstByte { get; init; }

    /// <summary>The whole attempt.</summary>
    public required double Total { get; init; }

    /// <summary>The step in which it ended.</summary>
    public required ProbeStep EndedIn { get; init; }
}
