namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>A large community (RFC 8092 section 3).</summary>
public readonly record struct LargeCommunity(uint GlobalAdministrator, uint LocalData1, uint LocalData2);
