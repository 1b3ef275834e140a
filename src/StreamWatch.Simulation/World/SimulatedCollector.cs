using System.Net;

namespace StreamWatch.Simulation.World;

/// <summary>A route collector.</summary>
/// <param name="Index">Place in the network's list.</param>
/// <param name="Name">Name of its folder, for example <c>rrc00</c> or <c>route-views2</c>.</param>
/// <param name="Style">How it writes its files.</param>
/// <param name="Asn">Its ASN.</param>
/// <param name="IPv4">Its address on IPv4 sessions, and its BGP identifier.</param>
/// <param name="IPv6">Its address on IPv6 sessions.</param>
public sealed record SimulatedCollector(int Index, string Name, RecordStyle Style, uint Asn, IPAddress IPv4, IPAddress IPv6)
{
    /// <summary>Name of a table file: RIS says bview, RouteViews rib.</summary>
    public string TableFilePrefix => Name.StartsWith("rrc", StringComparison.Ordinal) ? "bview" : "rib";
}
