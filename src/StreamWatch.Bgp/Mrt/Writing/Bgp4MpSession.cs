using System.Net;

namespace StreamWatch.Bgp.Mrt.Writing;

/// <summary>The session a BGP4MP record belongs to (RFC 6396 section 4.4.1).</summary>
/// <param name="PeerAsn">ASN of the peer.</param>
/// <param name="PeerAddress">Address of the peer; its family decides the AFI of the record.</param>
/// <param name="LocalAsn">ASN of the collector.</param>
/// <param name="LocalAddress">Address of the collector, of the same family.</param>
/// <param name="InterfaceIndex">SNMP interface index; collectors write 0.</param>
public sealed record Bgp4MpSession(uint PeerAsn, IPAddress PeerAddress, uint LocalAsn, IPAddress LocalAddress, ushort InterfaceIndex = 0);
