using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace StreamWatch.Collectors.Probing.Sockets;

/// <summary>
/// Linux keeps the ICMP message behind a socket's error (IP_RECVERR of ip(7)): the only way to tell a router's "host unreachable" from our own lack
/// of a route, which give the same error number. Of a TCP connection it is kept since Linux 5.8. Elsewhere there is no queue, and it reads as empty.
/// </summary>
internal static unsafe partial class ErrorQueue
{
    private const int LevelIp = 0;
    private const int LevelIpv6 = 41;
    private const int IpReceiveErrors = 11;
    private const int Ipv6ReceiveErrors = 25;
    private const int ErrorQueueFlag = 0x2000;
    private const int DoNotWait = 0x40;
    private const int Ipv4Family = 2;
    private const int Ipv6Family = 10;
    private const int ControlBytes = 512;
    private const int ErrorBytes = 16;

    /// <summary>Has the kernel keep what comes in for this socket. Before it is connected.</summary>
    public static void Open(Socket socket)
    {
        if (OperatingSystem.IsLinux())
        {
            var isIpv6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
            Span<byte> on = stackalloc byte[sizeof(int)];
            MemoryMarshal.Write(on, 1);
            socket.SetRawSocketOption(isIpv6 ? LevelIpv6 : LevelIp, isIpv6 ? Ipv6ReceiveErrors : IpReceiveErrors, on);
        }
    }

    /// <summary>The oldest entry, taken off the queue; null where there is none.</summary>
    public static QueuedError? Take(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // What was sent comes back as data; only the control part matters.
        byte data;
        var control = stackalloc byte[ControlBytes];
        var part = new Part { Start = &data, Length = 1 };
        var message = new Message { Parts = &part, PartCount = 1, Control = control, ControlLength = ControlBytes };
        return Receive(socket.SafeHandle, &message, ErrorQueueFlag | DoNotWait) < 0
            ? null
            : Read(new ReadOnlySpan<byte>(control, (int)Math.Min(message.ControlLength, ControlBytes)));
    }

    /// <summary>Finds the error among control messages (cmsg(3)).</summary>
    private static QueuedError? Read(ReadOnlySpan<byte> control)
    {
        var header = sizeof(nuint) + (2 * sizeof(int));
        while (control.Length >= header)
        {
            var length = MemoryMarshal.Read<nuint>(control);
            if (length < (nuint)header || length > (nuint)control.Length)
            {
                return null;
            }

            var level = MemoryMarshal.Read<int>(control[sizeof(nuint)..]);
            var type = MemoryMarshal.Read<int>(control[(sizeof(nuint) + sizeof(int))..]);
            var body = control[header..(int)length];
            if (((level, type) is (LevelIp, IpReceiveErrors) or (LevelIpv6, Ipv6ReceiveErrors)) && body.Length >= ErrorBytes)
            {
                return new QueuedError((ErrorOrigin)body[4], body[5], body[6], Offender(body[ErrorBytes..]));
            }

            var next = ((int)length + sizeof(nuint) - 1) & ~(sizeof(nuint) - 1);
            control = control[Math.Min(next, control.Length)..];
        }

        return null;
    }

    /// <summary>The <c>sockaddr</c> behind the error; of family 0 where nobody is named.</summary>
    private static IPAddress? Offender(ReadOnlySpan<byte> address)
    {
        const int Ipv4At = 4, Ipv6At = 8, ScopeAt = 24, Ipv6Length = 28;
        if (address.Length < sizeof(ushort))
        {
            return null;
        }

        return MemoryMarshal.Read<ushort>(address) switch
        {
            Ipv4Family when address.Length >= Ipv4At + 4 => new IPAddress(address.Slice(Ipv4At, 4)),
            Ipv6Family when address.Length >= Ipv6Length => new IPAddress(address.Slice(Ipv6At, 16), BinaryPrimitives.ReadUInt32LittleEndian(address[ScopeAt..])),
            _ => null,
        };
    }

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint Receive(SafeHandle socket, Message* message, int flags);

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public void* Start;
        public nuint Length;
    }

    /// <summary><c>struct msghdr</c> of Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public void* Name;
        public uint NameLength;
        public Part* Parts;
        public nuint PartCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
