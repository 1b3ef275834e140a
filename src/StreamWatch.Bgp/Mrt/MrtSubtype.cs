namespace StreamWatch.Bgp.Mrt;

/// <summary>Subtype numbers by record type: RFC 6396 sections 4.2 to 4.4 and appendix B.2, RFC 8050 section 4 (add-path).</summary>
public static class MrtSubtype
{
    public const ushort BgpUpdate = 1;
    public const ushort BgpStateChange = 3;
    public const ushort BgpKeepalive = 7;

    /// <summary>TABLE_DUMP of IPv4 with 2-byte ASNs; the 32-bit forms are not in the RFC but were written by early 4-byte collectors.</summary>
    public const ushort TableDumpIPv4 = 1;
    public const ushort TableDumpIPv6 = 2;
    public const ushort TableDumpIPv4As4 = 3;
    public const ushort TableDumpIPv6As4 = 4;

    public const ushort PeerIndexTable = 1;
    public const ushort RibIPv4Unicast = 2;
    public const ushort RibIPv4Multicast = 3;
    public const ushort RibIPv6Unicast = 4;
    public const ushort RibIPv6Multicast = 5;
    public const ushort RibGeneric = 6;
    public const ushort GeoPeerTable = 7;
    public const ushort RibIPv4UnicastAddPath = 8;
    public const ushort RibIPv4MulticastAddPath = 9;
    public const ushort RibIPv6UnicastAddPath = 10;
    public const ushort RibIPv6MulticastAddPath = 11;
    public const ushort RibGenericAddPath = 12;

    public const ushort StateChange = 0;
    public const ushort Message = 1;
    public const ushort Entry = 2;
    public const ushort Snapshot = 3;
    public const ushort MessageAs4 = 4;
    public const ushort StateChangeAs4 = 5;
    public const ushort MessageLocal = 6;
    public const ushort MessageAs4Local = 7;
    public const ushort MessageAddPath = 8;
    public const ushort MessageAs4AddPath = 9;
    public const ushort MessageLocalAddPath = 10;
    public const ushort MessageAs4LocalAddPath = 11;
}
