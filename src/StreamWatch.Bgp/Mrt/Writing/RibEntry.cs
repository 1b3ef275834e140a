using StreamWatch.Bgp.Mrt.Writing.Messages;

namespace StreamWatch.Bgp.Mrt.Writing;

/// <summary>One peer's route to the prefix of a RIB record (RFC 6396 section 4.3.4, RFC 8050 section 4.1).</summary>
/// <param name="PeerIndex">Index into the peers of the PEER_INDEX_TABLE.</param>
/// <param name="OriginatedAt">Seconds since 1970 when the route was last changed.</param>
/// <param name="Attributes">The route's attributes; ASNs take 4 bytes here whatever the session spoke.</param>
/// <param name="PathId">Path identifier; only written in add-path subtypes.</param>
public readonly record struct RibEntry(ushort PeerIndex, uint OriginatedAt, AttributeSet Attributes, uint PathId = 0);
