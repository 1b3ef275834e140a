using System.Net;
using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt.Writing;

/// <summary>One route in the deprecated TABLE_DUMP format: a record each, 2-byte ASNs only (RFC 6396 section 4.2).</summary>
/// <param name="View">View number, 0 where there is only one.</param>
/// <param name="Sequence">Grows by one per record and wraps at 65535.</param>
/// <param name="Prefix">The prefix; its family decides the subtype.</param>
/// <param name="OriginatedAt">Seconds since 1970 when the route was last changed.</param>
/// <param name="PeerAddress">Address of the peer, of the prefix's family.</param>
/// <param name="PeerAsn">ASN of the peer.</param>
/// <param name="Attributes">The route's attributes.</param>
public sealed record TableDumpEntry(
    ushort View, ushort Sequence, Prefix Prefix, uint OriginatedAt, IPAddress PeerAddress, ushort PeerAsn, AttributeSet Attributes);
