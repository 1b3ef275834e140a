using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// The network most scenarios start from: three collectors with 40 full IPv4 feeds, 11 full IPv6 feeds and 3 partial ones.
/// The third collector writes as the first two did before 4-byte ASNs where <c>old</c> is asked for.
/// </summary>
internal static class StandardNetwork
{
    public const string Provenance =
        "simulated: no measurement of any real network; background ASNs and prefixes come from private and documentation space";

    public static NetworkBuilder Begin(Prng random, int background, bool old = false)
    {
        var builder = new NetworkBuilder(random.Fork("world").NextUInt64());
        var rrc00 = builder.AddCollector("rrc00", RecordStyle.Extended);
        var routeViews = builder.AddCollector("route-views2", RecordStyle.Plain);
        var rrc06 = builder.AddCollector("rrc06", old ? RecordStyle.TwoByte : RecordStyle.Extended);
        builder.AddPeers(rrc00, AddressFamily.IPv4, 13);
        builder.AddPeers(rrc00, AddressFamily.IPv6, 4);
        builder.AddPeers(rrc00, AddressFamily.IPv4, 1, tableShare: 0.2);
        builder.AddPeers(routeViews, AddressFamily.IPv4, 15);
        builder.AddPeers(routeViews, AddressFamily.IPv6, 4);
        builder.AddPeers(routeViews, AddressFamily.IPv4, 2, tableShare: 0.35);
        builder.AddPeers(rrc06, AddressFamily.IPv4, 12);
        builder.AddPeers(rrc06, AddressFamily.IPv6, 3);
        builder.AddBackground(background);
        return builder;
    }
}
