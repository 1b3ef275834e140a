using System.Globalization;
using StreamWatch.Bgp.Mrt;

namespace StreamWatch.App.Commands.Bgp;

/// <summary>Names of MRT types and subtypes as the RFCs write them; numbers where they have none.</summary>
internal static class MrtNames
{
    private static readonly string[] Bgp4Mp =
    [
        "STATE_CHANGE", "MESSAGE", "ENTRY", "SNAPSHOT", "MESSAGE_AS4", "STATE_CHANGE_AS4", "MESSAGE_LOCAL", "MESSAGE_AS4_LOCAL",
        "MESSAGE_ADDPATH", "MESSAGE_AS4_ADDPATH", "MESSAGE_LOCAL_ADDPATH", "MESSAGE_AS4_LOCAL_ADDPATH",
    ];

    private static readonly string[] TableDumpV2 =
    [
        "0", "PEER_INDEX_TABLE", "RIB_IPV4_UNICAST", "RIB_IPV4_MULTICAST", "RIB_IPV6_UNICAST", "RIB_IPV6_MULTICAST", "RIB_GENERIC",
        "GEO_PEER_TABLE", "RIB_IPV4_UNICAST_ADDPATH", "RIB_IPV4_MULTICAST_ADDPATH", "RIB_IPV6_UNICAST_ADDPATH",
        "RIB_IPV6_MULTICAST_ADDPATH", "RIB_GENERIC_ADDPATH",
    ];

    private static readonly string[] TableDump = ["0", "AFI_IPv4", "AFI_IPv6", "AFI_IPv4_AS4", "AFI_IPv6_AS4"];

    private static readonly string[] Bgp =
        ["NULL", "UPDATE", "PREF_UPDATE", "STATE_CHANGE", "SYNC", "OPEN", "NOTIFY", "KEEPALIVE"];

    public static string Of(ushort type, ushort subtype) => (MrtType)type switch
    {
        MrtType.Bgp4Mp => "BGP4MP/" + Subtype(Bgp4Mp, subtype),
        MrtType.Bgp4MpEt => "BGP4MP_ET/" + Subtype(Bgp4Mp, subtype),
        MrtType.TableDumpV2 => "TABLE_DUMP_V2/" + Subtype(TableDumpV2, subtype),
        MrtType.TableDump => "TABLE_DUMP/" + Subtype(TableDump, subtype),
        MrtType.Bgp => "BGP/" + Subtype(Bgp, subtype),
        MrtType.Ospfv2 => "OSPFv2/" + Number(subtype),
        MrtType.Isis => "ISIS/" + Number(subtype),
        MrtType.IsisEt => "ISIS_ET/" + Number(subtype),
        MrtType.Ospfv3 => "OSPFv3/" + Number(subtype),
        MrtType.Ospfv3Et => "OSPFv3_ET/" + Number(subtype),
        _ => Number(type) + "/" + Number(subtype),
    };

    private static string Subtype(string[] names, ushort subtype) => subtype < names.Length ? names[subtype] : Number(subtype);

    private static string Number(ushort number) => number.ToString(CultureInfo.InvariantCulture);
}
