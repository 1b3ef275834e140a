namespace StreamWatch.Collectors.Probing.Sockets;

/// <summary><c>ee_origin</c> of linux/errqueue.h.</summary>
internal enum ErrorOrigin : byte
{
    None = 0,
    Local = 1,
    Icmp = 2,
    Icmp6 = 3,
}
