namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>NOTIFICATION (RFC 4271 section 4.5).</summary>
public sealed record NotificationMessage(byte Code, byte Subcode, ReadOnlyMemory<byte> Data) : BgpMessage(3);
