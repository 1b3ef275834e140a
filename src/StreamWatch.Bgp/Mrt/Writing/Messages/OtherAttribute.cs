namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>An attribute given as bytes, for types that have no field of their own.</summary>
/// <param name="Flags">Attribute flags (RFC 4271 section 4.3); the extended length bit is set where the value needs it.</param>
/// <param name="Type">Attribute type code.</param>
/// <param name="Value">Up to 65535 bytes.</param>
public sealed record OtherAttribute(byte Flags, byte Type, ReadOnlyMemory<byte> Value);
