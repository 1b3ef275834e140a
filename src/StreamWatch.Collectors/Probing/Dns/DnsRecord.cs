using System.Buffers.Binary;
using System.Net;

namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>A resource record (RFC 1035 section 4.1.3).</summary>
/// <param name="Name">Its owner.</param>
/// <param name="Type">Its type.</param>
/// <param name="Class">Its class; 1 is the internet.</param>
/// <param name="TimeToLive">Seconds that it may be kept; nothing here keeps it.</param>
/// <param name="Data">RDATA; names in it stand uncompressed.</param>
public sealed record DnsRecord(DnsName Name, DnsRecordType Type, ushort Class, uint TimeToLive, ReadOnlyMemory<byte> Data)
{
    private const int SerialFromEnd = 20;

    /// <summary>The address of an A or AAAA record; null of any other.</summary>
    public IPAddress? Address => (Type, Data.Length) is (DnsRecordType.A, 4) or (DnsRecordType.Aaaa, 16) ? new IPAddress(Data.Span) : null;

    /// <summary>The name that an NS, CNAME or SOA record points to; null of any other.</summary>
    public DnsName? Target => Type is DnsRecordType.Ns or DnsRecordType.Cname or DnsRecordType.Soa
        && new DnsReader(Data.Span).TryName(out var name) ? name : null;

    /// <summary>The serial number of an SOA record; null of any other.</summary>
    public uint? Serial => Type == DnsRecordType.Soa && Data.Length > SerialFromEnd ? BinaryPrimitives.ReadUInt32BigEndian(Data.Span[^SerialFromEnd..]) : null;
}
