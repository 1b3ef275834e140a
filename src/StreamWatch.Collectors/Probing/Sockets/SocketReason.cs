using System.Net;
using System.Net.Sockets;
using StreamWatch.Collectors.Probing.Icmp;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Probing.Sockets;

/// <summary>What a socket's error says of the target: refused, reset, unreachable from afar, or a fault of our own host.</summary>
internal static class SocketReason
{
    /// <summary>The end of an attempt whose socket failed.</summary>
    /// <param name="socket">The socket, not closed yet: its error queue is read. Null where it could not even be made.</param>
    /// <param name="error">What the system call said.</param>
    /// <param name="to">Where it was to go.</param>
    public static ProbeEnd Of(Socket? socket, SocketError error, IPAddress to)
    {
        if (socket is not null && ErrorQueue.Take(socket) is { } queued)
        {
            return Queued(queued, error, to);
        }

        return error switch
        {
            SocketError.ConnectionRefused => new ProbeEnd(ProbeOutcome.ConnectionRefused, "connection refused"),
            SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown =>
                new ProbeEnd(ProbeOutcome.ConnectionReset, "connection reset"),
            SocketError.TimedOut => new ProbeEnd(ProbeOutcome.Timeout, "the kernel gave up: no answer"),
            SocketError.HostUnreachable or SocketError.HostDown => Unreachable(ProbeOutcome.HostUnreachable, "host unreachable", to),
            SocketError.NetworkUnreachable => Unreachable(ProbeOutcome.NetworkUnreachable, "network unreachable", to),
            _ => ProbeEnd.Local(Words(error)),
        };
    }

    private static ProbeEnd Queued(QueuedError queued, SocketError error, IPAddress to)
    {
        if (queued.Origin is not (ErrorOrigin.Icmp or ErrorOrigin.Icmp6))
        {
            return ProbeEnd.Local(Words(error), Nearest(error));
        }

        if (queued.Offender is null || queued.Offender.Equals(to))
        {
            return IcmpReason.Of(to.AddressFamily, queued.Type, queued.Code, from: null);
        }

        if (!queued.Offender.Equals(LocalRoute.Source(to, out _)))
        {
            return IcmpReason.Of(to.AddressFamily, queued.Type, queued.Code, queued.Offender.ToString());
        }

        // Our own kernel sent it to itself: nobody answers on the link (ARP, RFC 4861), or our own firewall rejects.
        var end = IcmpReason.Of(to.AddressFamily, queued.Type, queued.Code, from: null);
        return LocalRoute.IsNeighbour(to)
            ? end with { Detail = end.Detail + " by this host: the neighbour does not answer on the link" }
            : ProbeEnd.Local($"{end.Detail} by this host: the next hop does not answer on the link, or a firewall here rejects", end.Outcome);
    }

    /// <summary>No ICMP message is known: either our host had no route, or the kernel is too old to keep it.</summary>
    private static ProbeEnd Unreachable(ProbeOutcome outcome, string words, IPAddress to) => LocalRoute.Source(to, out var fault) is null
        ? ProbeEnd.Local(fault is SocketError.NetworkUnreachable or SocketError.HostUnreachable ? $"no route to {to}" : Words(fault), outcome)
        : new ProbeEnd(outcome, $"{words} (the ICMP code is not known)");

    private static ProbeOutcome Nearest(SocketError error) =>
        error is SocketError.HostUnreachable or SocketError.HostDown ? ProbeOutcome.HostUnreachable : ProbeOutcome.NetworkUnreachable;

    private static string Words(SocketError error) => error switch
    {
        SocketError.TooManyOpenSockets => "too many open files (EMFILE); raise the limit, ulimit -n",
        SocketError.NoBufferSpaceAvailable => "no buffer space (ENOBUFS)",
        SocketError.AddressNotAvailable => "no source address or port left (EADDRNOTAVAIL)",
        SocketError.AddressFamilyNotSupported => "this host does not speak this address family (EAFNOSUPPORT)",
        SocketError.AccessDenied => "a route or firewall of this host forbids it (EACCES)",
        SocketError.NetworkDown => "the network interface is down (ENETDOWN)",
        SocketError.NetworkUnreachable => "no route (ENETUNREACH)",
        SocketError.HostUnreachable => "no route (EHOSTUNREACH)",
        _ => $"{new SocketException((int)error).Message} ({error})",
    };
}
