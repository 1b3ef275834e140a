namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>UPDATE (RFC 4271 section 4.3). IPv6 prefixes stand in the attributes' MP_REACH_NLRI and MP_UNREACH_NLRI.</summary>
/// <param name="Withdrawn">Withdrawn IPv4 prefixes.</param>
/// <param name="Attributes">The attributes of what is announced.</param>
/// <param name="Announced">Announced IPv4 prefixes.</param>
public sealed record UpdateMessage(IReadOnlyList<Nlri> Withdrawn, AttributeSet Attributes, IReadOnlyList<Nlri> Announced)
    : BgpMessage(2);
