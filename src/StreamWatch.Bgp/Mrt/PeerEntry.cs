using StreamWatch.Bgp.Wire;

namespace StreamWatch.Bgp.Mrt;

/// <summary>One peer of a <see cref="PeerIndexTable"/>.</summary>
/// <param name="BgpId">BGP identifier.</param>
/// <param name="Address">IPv4 or IPv6.</param>
/// <param name="Asn">ASN.</param>
public readonly record struct PeerEntry(uint BgpId, WireAddress Address, uint Asn);
