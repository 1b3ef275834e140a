using System.Net;
using System.Net.Sockets;

namespace StreamWatch.Collectors.Probing.Sockets;

/// <summary>Sockets of an attempt: made for it alone, closed with it, their errors told as its end.</summary>
internal static class ProbeSocket
{
    /// <summary>A TCP connection, after the handshake.</summary>
    /// <exception cref="ProbeEndedException">There is none.</exception>
    public static async Task<Socket> ConnectAsync(ProbeAttempt attempt, IPEndPoint to)
    {
        var socket = Open(to, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(to, attempt.Deadline).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException e)
        {
            var end = SocketReason.Of(socket, e.SocketErrorCode, to.Address);
            socket.Dispose();
            throw new ProbeEndedException(end);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A datagram socket that hears of nobody but this address.</summary>
    /// <exception cref="ProbeEndedException">Our host has no route there, or no socket left.</exception>
    public static Socket Datagram(IPEndPoint to)
    {
        var socket = Open(to, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(to);
            return socket;
        }
        catch (SocketException e)
        {
            var end = SocketReason.Of(socket, e.SocketErrorCode, to.Address);
            socket.Dispose();
            throw new ProbeEndedException(end);
        }
    }

    /// <summary>Sends one datagram.</summary>
    /// <exception cref="ProbeEndedException">It did not leave.</exception>
    public static async ValueTask SendAsync(ProbeAttempt attempt, Socket socket, ReadOnlyMemory<byte> datagram, IPAddress to)
    {
        try
        {
            await socket.SendAsync(datagram, SocketFlags.None, attempt.Deadline).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new ProbeEndedException(SocketReason.Of(socket, e.SocketErrorCode, to));
        }
    }

    /// <summary>Waits for one datagram; its length.</summary>
    /// <exception cref="ProbeEndedException">An ICMP error came instead.</exception>
    public static async ValueTask<int> ReceiveAsync(ProbeAttempt attempt, Socket socket, Memory<byte> buffer, IPAddress to)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, SocketFlags.None, attempt.Deadline).ConfigureAwait(false);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.MessageSize)
        {
            // more than fits: the beginning is there
            return buffer.Length;
        }
        catch (SocketException e)
        {
            throw new ProbeEndedException(SocketReason.Of(socket, e.SocketErrorCode, to));
        }
    }

    private static Socket Open(IPEndPoint to, SocketType type, ProtocolType protocol)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(to.AddressFamily, type, protocol);
            ErrorQueue.Open(socket);
            return socket;
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw new ProbeEndedException(SocketReason.Of(null, e.SocketErrorCode, to.Address));
        }
    }
}
