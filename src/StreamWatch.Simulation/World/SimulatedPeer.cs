using System.Net;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Simulation.World;

/// <summary>A peer of a route collector: one session that carries the prefixes of one family.</summary>
/// <param name="Index">Place in the network's list.</param>
/// <param name="Collector">The route collector it feeds.</param>
/// <param name="Asn">Its ASN; peers at several collectors may share one.</param>
/// <param name="Address">Its address; of the family it carries.</param>
/// <param name="BgpId">Its BGP identifier.</param>
/// <param name="TableShare">Share of the table it sends: near 1 for a full feed.</param>
/// <param name="UpAtStart">Whether its session stands when a window begins.</param>
public sealed record SimulatedPeer(
    int Index, SimulatedCollector Collector, uint Asn, IPAddress Address, IPAddress BgpId, double TableShare, bool UpAtStart)
{
    /// <summary>Whether it is meant as a full-feed peer.</summary>
    public bool IsFullFeed => TableShare > 0.9;

    /// <summary>The family it carries.</summary>
    public AddressFamily Family =>
        Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? AddressFamily.IPv6 : AddressFamily.IPv4;

    /// <summary>The view that readers of the files should see.</summary>
    public ViewKey View => new(Collector.Name, Asn, Address);

    public override string ToString() => View.ToString();
}
