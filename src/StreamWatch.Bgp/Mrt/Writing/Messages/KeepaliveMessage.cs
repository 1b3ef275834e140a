namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>KEEPALIVE (RFC 4271 section 4.4): nothing but the header.</summary>
public sealed record KeepaliveMessage() : BgpMessage(4);
