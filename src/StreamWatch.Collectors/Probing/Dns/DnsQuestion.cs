namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>What is asked (RFC 1035 section 4.1.2).</summary>
/// <param name="Name">The name that is asked about.</param>
/// <param name="Type">The record type.</param>
/// <param name="Class">The class; 1 is the internet.</param>
public readonly record struct DnsQuestion(DnsName Name, DnsRecordType Type, ushort Class);
