using System.Net;
using System.Net.Sockets;
using StreamWatch.Collectors.Probing.Sockets;

namespace StreamWatch.Collectors.Probing.Icmp;

/// <summary>
/// A socket for echo requests to one address: the kernel's own for ping where <c>net.ipv4.ping_group_range</c> allows it, since each then hears its own
/// replies only; else a raw one, which needs CAP_NET_RAW and hears those of all.
/// </summary>
internal static class EchoSocket
{
    private const int RawLevel = 255;
    private const int Icmpv6Level = 58;
    private const int FilterOption = 1;

    /// <summary>Opens it.</summary>
    /// <exception cref="ProbeEndedException">Neither is allowed, or there is no route.</exception>
    public static Socket Open(IPAddress to)
    {
        Socket? socket = null;
        try
        {
            socket = Create(to.AddressFamily);
            ErrorQueue.Open(socket);
            socket.Connect(new IPEndPoint(to, 0));
            return socket;
        }
        catch (SocketException e)
        {
            var end = SocketReason.Of(socket, e.SocketErrorCode, to);
            socket?.Dispose();
            throw new ProbeEndedException(end);
        }
    }

    private static Socket Create(AddressFamily family)
    {
        var protocol = family == AddressFamily.InterNetworkV6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp;
        try
        {
            return new Socket(family, SocketType.Dgram, protocol);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied or SocketError.ProtocolNotSupported)
        {
        }

        try
        {
            var raw = new Socket(family, SocketType.Raw, protocol);
            OnlyReplies(raw);
            return raw;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new ProbeEndedException(ProbeEnd.Local(
                "echo requests are not allowed: put this group into the sysctl net.ipv4.ping_group_range, or give the program CAP_NET_RAW"));
        }
    }

    /// <summary>A host under load hears much ICMP: what is no echo reply stays in the kernel (raw(7), icmp6(7)). Errors come by the error queue.</summary>
    private static void OnlyReplies(Socket raw)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        if (raw.AddressFamily == AddressFamily.InterNetwork)
        {
            raw.SetRawSocketOption(RawLevel, FilterOption, BitConverter.GetBytes(~1u));
            return;
        }

        Span<byte> blocked = stackalloc byte[32];
        blocked.Fill(byte.MaxValue);
        var reply = BitConverter.GetBytes(~(1u << (129 % 32)));
        reply.CopyTo(blocked[(129 / 32 * 4)..]);
        raw.SetRawSocketOption(Icmpv6Level, FilterOption, blocked);
    }
}
