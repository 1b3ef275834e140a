namespace StreamWatch.Domain.Probing;

/// <summary>How one probe ended: the closed list, with OONI's names where one exists. The values are stored.</summary>
public enum ProbeOutcome : byte
{
    /// <summary>The service answered. HTTP under 500 is ok, redirects are not followed; a slow answer is ok with its round trip time.</summary>
    Ok = 1,

    /// <summary>Nothing came back in time; also a host that accepts and then says nothing.</summary>
    Timeout = 2,

    /// <summary>TCP RST to our SYN, or ICMP port unreachable to our datagram.</summary>
    ConnectionRefused = 3,

    /// <summary>The connection stood and was reset, or was closed before anything was said.</summary>
    ConnectionReset = 4,

    /// <summary>ICMP: the host cannot be reached, administratively prohibited included (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443).</summary>
    HostUnreachable = 5,

    /// <summary>ICMP: the network cannot be reached.</summary>
    NetworkUnreachable = 6,

    /// <summary>The name does not exist (RFC 1035 RCODE 3).</summary>
    DnsNxdomain = 7,

    /// <summary>The name server answered with an error (RFC 1035 RCODE 1, 2, 4, 5).</summary>
    DnsServerFailure = 8,

    /// <summary>No name server answered in time.</summary>
    DnsTimeout = 9,

    /// <summary>The TLS handshake or the check of the certificate failed.</summary>
    TlsFailure = 10,

    /// <summary>What came back is not the protocol: a wrong banner, garbage.</summary>
    ProtocolError = 11,

    /// <summary>HTTP status 500 to 599.</summary>
    HttpServerError = 12,
}
