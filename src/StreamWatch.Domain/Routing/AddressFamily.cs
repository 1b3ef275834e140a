namespace StreamWatch.Domain.Routing;

/// <summary>IP version of a prefix or an address. The values are the IP version numbers, not the IANA AFI codes (1 and 2).</summary>
public enum AddressFamily : byte
{
    IPv4 = 4,
    IPv6 = 6,
}
