namespace StreamWatch.Bgp.Mrt;

/// <summary>MRT record types that say something about BGP (RFC 6396 section 4 and its appendices). Other values occur in files and are counted.</summary>
public enum MrtType : ushort
{
    /// <summary>The first BGP records, replaced by BGP4MP (RFC 6396 appendix B.2); in RIS files until 2001.</summary>
    Bgp = 5,
    Ospfv2 = 11,
    TableDump = 12,
    TableDumpV2 = 13,
    Bgp4Mp = 16,

    /// <summary>BGP4MP with microseconds (RFC 6396 section 3).</summary>
    Bgp4MpEt = 17,
    Isis = 32,
    IsisEt = 33,
    Ospfv3 = 48,
    Ospfv3Et = 49,
}
