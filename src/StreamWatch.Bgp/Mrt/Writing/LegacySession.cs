using System.Net;

namespace StreamWatch.Bgp.Mrt.Writing;

/// <summary>The session in a record of the deprecated MRT type BGP(5): IPv4 and 2-byte ASNs only (RFC 6396 appendix B.2).</summary>
public sealed record LegacySession(ushort PeerAsn, IPAddress PeerAddress, ushort LocalAsn, IPAddress LocalAddress);
