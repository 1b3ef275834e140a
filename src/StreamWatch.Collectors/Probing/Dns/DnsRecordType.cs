namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>The record types that are understood (RFC 1035 section 3.2.2, RFC 3596); others pass as bytes.</summary>
public enum DnsRecordType : ushort
{
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Aaaa = 28,
}
