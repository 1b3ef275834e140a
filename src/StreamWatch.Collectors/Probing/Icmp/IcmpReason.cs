using System.Globalization;
using System.Net.Sockets;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Probing.Icmp;

/// <summary>What an ICMP error says, in words, and the outcome that it makes (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443 section 3).</summary>
internal static class IcmpReason
{
    private const byte V4Unreachable = 3;
    private const byte V4TimeExceeded = 11;
    private const byte V6Unreachable = 1;
    private const byte V6TimeExceeded = 3;

    /// <summary>The end of an attempt that met this error.</summary>
    /// <param name="family">Of the address that was probed: the numbers of ICMP and ICMPv6 differ.</param>
    /// <param name="type">ICMP type.</param>
    /// <param name="code">ICMP code.</param>
    /// <param name="from">Who sent it, where it was not the target itself; null otherwise.</param>
    public static ProbeEnd Of(AddressFamily family, byte type, byte code, string? from)
    {
        var (outcome, words) = family == AddressFamily.InterNetworkV6 ? Version6(type, code) : Version4(type, code);
        var numbers = string.Create(CultureInfo.InvariantCulture, $"({type}/{code})");
        return new ProbeEnd(outcome, from is null ? $"icmp {words} {numbers}" : $"icmp {words} {numbers} from {from}");
    }

    private static (ProbeOutcome Outcome, string Words) Version4(byte type, byte code) => (type, code) switch
    {
        (V4Unreachable, 0) => (ProbeOutcome.NetworkUnreachable, "network unreachable"),
        (V4Unreachable, 1) => (ProbeOutcome.HostUnreachable, "host unreachable"),
        (V4Unreachable, 2) => (ProbeOutcome.ConnectionRefused, "protocol unreachable"),
        (V4Unreachable, 3) => (ProbeOutcome.ConnectionRefused, "port unreachable"),
        (V4Unreachable, 4) => (ProbeOutcome.HostUnreachable, "fragmentation needed"),
        (V4Unreachable, 5) => (ProbeOutcome.NetworkUnreachable, "source route failed"),
        (V4Unreachable, 6) => (ProbeOutcome.NetworkUnreachable, "network unknown"),
        (V4Unreachable, 7) => (ProbeOutcome.HostUnreachable, "host unknown"),
        (V4Unreachable, 8) => (ProbeOutcome.HostUnreachable, "source host isolated"),
        (V4Unreachable, 9) => (ProbeOutcome.NetworkUnreachable, "network administratively prohibited"),
        (V4Unreachable, 10) => (ProbeOutcome.HostUnreachable, "host administratively prohibited"),
        (V4Unreachable, 11) => (ProbeOutcome.NetworkUnreachable, "network unreachable for this type of service"),
        (V4Unreachable, 12) => (ProbeOutcome.HostUnreachable, "host unreachable for this type of service"),
        (V4Unreachable, 13) => (ProbeOutcome.HostUnreachable, "administratively prohibited"),
        (V4Unreachable, 14) => (ProbeOutcome.HostUnreachable, "host precedence violation"),
        (V4Unreachable, 15) => (ProbeOutcome.HostUnreachable, "precedence cutoff in effect"),
        (V4Unreachable, _) => (ProbeOutcome.HostUnreachable, "destination unreachable"),
        (V4TimeExceeded, 0) => (ProbeOutcome.HostUnreachable, "time to live exceeded in transit"),
        (V4TimeExceeded, _) => (ProbeOutcome.HostUnreachable, "fragment reassembly time exceeded"),
        (12, _) => (ProbeOutcome.HostUnreachable, "parameter problem"),
        _ => (ProbeOutcome.HostUnreachable, "error"),
    };

    private static (ProbeOutcome Outcome, string Words) Version6(byte type, byte code) => (type, code) switch
    {
        (V6Unreachable, 0) => (ProbeOutcome.NetworkUnreachable, "no route to destination"),
        (V6Unreachable, 1) => (ProbeOutcome.HostUnreachable, "administratively prohibited"),
        (V6Unreachable, 2) => (ProbeOutcome.NetworkUnreachable, "beyond scope of source address"),
        (V6Unreachable, 3) => (ProbeOutcome.HostUnreachable, "address unreachable"),
        (V6Unreachable, 4) => (ProbeOutcome.ConnectionRefused, "port unreachable"),
        (V6Unreachable, 5) => (ProbeOutcome.HostUnreachable, "source address failed policy"),
        (V6Unreachable, 6) => (ProbeOutcome.NetworkUnreachable, "reject route to destination"),
        (V6Unreachable, _) => (ProbeOutcome.HostUnreachable, "destination unreachable"),
        (2, _) => (ProbeOutcome.HostUnreachable, "packet too big"),
        (V6TimeExceeded, 0) => (ProbeOutcome.HostUnreachable, "hop limit exceeded in transit"),
        (V6TimeExceeded, _) => (ProbeOutcome.HostUnreachable, "fragment reassembly time exceeded"),
        (4, _) => (ProbeOutcome.HostUnreachable, "parameter problem"),
        _ => (ProbeOutcome.HostUnreachable, "error"),
    };
}
