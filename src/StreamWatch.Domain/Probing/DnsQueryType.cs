namespace StreamWatch.Domain.Probing;

/// <summary>What a dns target is asked for. The values are the record types of RFC 1035 section 3.2.2 and RFC 3596.</summary>
public enum DnsQueryType : ushort
{
    A = 1,
    Ns = 2,
    Soa = 6,
    Aaaa = 28,
}
