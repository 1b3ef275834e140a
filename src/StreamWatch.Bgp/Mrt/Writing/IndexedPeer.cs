using System.Net;

namespace StreamWatch.Bgp.Mrt.Writing;

/// <summary>A peer in a PEER_INDEX_TABLE (RFC 6396 section 4.3.1).</summary>
/// <param name="BgpId">BGP identifier, an IPv4 address.</param>
/// <param name="Address">Address of the session, either family.</param>
/// <param name="Asn">ASN of the peer.</param>
/// <param name="AsnWidth">Width the ASN is written in.</param>
public sealed record IndexedPeer(IPAddress BgpId, IPAddress Address, uint Asn, AsnWidth AsnWidth = AsnWidth.FourBytes);
