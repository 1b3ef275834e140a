namespace StreamWatch.Bgp.Mrt.Writing.Encoding;

/// <summary>What the surrounding record decides about the attributes in it.</summary>
/// <param name="Asns">Width of ASNs in AS_PATH and AGGREGATOR.</param>
/// <param name="AddPath">Prefixes in MP_REACH_NLRI and MP_UNREACH_NLRI carry path identifiers.</param>
/// <param name="NextHopOnly">MP_REACH_NLRI is abbreviated to its next hops (RFC 6396 section 4.3.4).</param>
internal readonly record struct AttributeForm(AsnWidth Asns, bool AddPath, bool NextHopOnly = false);
