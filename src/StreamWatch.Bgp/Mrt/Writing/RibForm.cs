using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt.Writing;

/// <summary>Which of the TABLE_DUMP_V2 RIB subtypes a record is written as (RFC 6396 sections 4.3.2 and 4.3.3, RFC 8050 section 4).</summary>
/// <param name="AddPath">
/// With path identifiers, in the entries. RFC 8050 section 4.2 would have RIB_GENERIC_ADDPATH keep them before the prefix; GoBGP and
/// OpenBGPD, the known writers of it, do not, and neither does this.
/// </param>
/// <param name="Multicast">SAFI 2 instead of 1.</param>
/// <param name="Generic">RIB_GENERIC, which names AFI and SAFI in the record.</param>
/// <param name="FullMpReach">
/// Writes MP_REACH_NLRI whole, as Quagga did for years, instead of the abbreviated form that RFC 6396 section 4.3.4 asks for
/// (next hop only). Readers have to know both.
/// </param>
public readonly record struct RibForm(bool AddPath = false, bool Multicast = false, bool Generic = false, bool FullMpReach = false)
{
    internal ushort SubtypeFor(AddressFamily family)
    {
        if (Generic)
        {
            return (ushort)(AddPath ? 12 : 6);
        }

        var plain = (family == AddressFamily.IPv6 ? 4 : 2) + (Multicast ? 1 : 0);
        return (ushort)(AddPath ? plain + 6 : plain);
    }
}
