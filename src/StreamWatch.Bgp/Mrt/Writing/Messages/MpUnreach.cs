using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>Value of MP_UNREACH_NLRI (RFC 4760 section 4).</summary>
/// <param name="Family">AFI of the prefixes.</param>
/// <param name="Prefixes">Withdrawn prefixes of <paramref name="Family"/>; none is an end-of-RIB marker (RFC 4724 section 2).</param>
/// <param name="Safi">1 unicast, 2 multicast.</param>
public sealed record MpUnreach(AddressFamily Family, IReadOnlyList<Nlri> Prefixes, byte Safi = 1);
