using System.Net;

namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>OPEN (RFC 4271 section 4.2).</summary>
/// <param name="Asn">The sender's ASN, or AS_TRANS.</param>
/// <param name="HoldTime">Seconds.</param>
/// <param name="BgpId">BGP identifier, an IPv4 address.</param>
/// <param name="OptionalParameters">Up to 255 bytes.</param>
public sealed record OpenMessage(ushort Asn, ushort HoldTime, IPAddress BgpId, ReadOnlyMemory<byte> OptionalParameters)
    : BgpMessage(1);
