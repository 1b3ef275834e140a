using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace StreamWatch.Collectors.Probing.Sockets;

/// <summary>What our own host would do with a packet to an address. Nothing is sent.</summary>
internal static class LocalRoute
{
    private const int AnyPort = 9;

    /// <summary>The address that a packet would leave from; null, and why, where our host has no way to send one.</summary>
    public static IPAddress? Source(IPAddress to, out SocketError fault)
    {
        try
        {
            // Connecting a datagram socket only looks up the route.
            using var socket = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(new IPEndPoint(to, AnyPort));
            fault = SocketError.Success;
            return (socket.LocalEndPoint as IPEndPoint)?.Address;
        }
        catch (SocketException e)
        {
            fault = e.SocketErrorCode;
            return null;
        }
    }

    /// <summary>Whether an address is in a network that this host has a leg in, so that no router stands between.</summary>
    public static bool IsNeighbour(IPAddress address)
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces()
                .Where(one => one.OperationalStatus == OperationalStatus.Up || one.NetworkInterfaceType == NetworkInterfaceType.Loopback)
                .SelectMany(one => one.GetIPProperties().UnicastAddresses)
                .Any(own => own.Address.AddressFamily == address.AddressFamily && Shares(own.Address, own.PrefixLength, address));
        }
        catch (NetworkInformationException)
        {
            return false;
        }
    }

    private static bool Shares(IPAddress own, int prefixLength, IPAddress address)
    {
        Span<byte> left = stackalloc byte[16], right = stackalloc byte[16];
        own.TryWriteBytes(left, out var length);
        address.TryWriteBytes(right, out _);
        for (var i = 0; i < length; i++)
        {
            var bits = Math.Clamp(prefixLength - (8 * i), 0, 8);
            if ((left[i] ^ right[i]) >> (8 - bits) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
