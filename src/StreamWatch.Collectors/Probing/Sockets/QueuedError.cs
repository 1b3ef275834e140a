using System.Net;

namespace StreamWatch.Collectors.Probing.Sockets;

/// <summary>An entry of a socket's error queue: <c>struct sock_extended_err</c> of ip(7).</summary>
/// <param name="Origin">Who noticed: our own kernel, or a router or host that sent ICMP.</param>
/// <param name="Type">ICMP type.</param>
/// <param name="Code">ICMP code.</param>
/// <param name="Offender">Who sent the ICMP message; null where that is not told.</param>
internal readonly record struct QueuedError(ErrorOrigin Origin, byte Type, byte Code, IPAddress? Offender);
