using System.Net;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>Value of MP_REACH_NLRI (RFC 4760 section 3). In TABLE_DUMP_V2 only the next hops are written (RFC 6396 section 4.3.4).</summary>
/// <param name="Family">AFI of the prefixes, 1 or 2 on the wire.</param>
/// <param name="NextHops">One address, or for IPv6 a global and a link-local one (RFC 2545 section 3).</param>
/// <param name="Prefixes">Prefixes of <paramref name="Family"/>.</param>
/// <param name="Safi">1 unicast, 2 multicast.</param>
public sealed record MpReach(AddressFamily Family, IReadOnlyList<IPAddress> NextHops, IReadOnlyList<Nlri> Prefixes, byte Safi = 1);
