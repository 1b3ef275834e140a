using System.Net;

namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>Value of AGGREGATOR or AS4_AGGREGATOR (RFC 4271 section 5.1.7, RFC 6793 section 3).</summary>
/// <param name="Asn">ASN of the speaker that formed the aggregate.</param>
/// <param name="Address">Its BGP identifier, an IPv4 address.</param>
public sealed record Aggregator(uint Asn, IPAddress Address);
