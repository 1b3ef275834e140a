using System.Text.Json.Serialization;

namespace StreamWatch.Simulation.Truth;

/// <summary>A collector of a simulated data set.</summary>
/// <param name="Name">Its name and folder.</param>
/// <param name="FullFeedPeersIPv4">Full-feed IPv4 views.</param>
/// <param name="FullFeedPeersIPv6">Full-feed IPv6 views.</param>
/// <param name="PartialPeers">Views that send a part of the table.</param>
public sealed record TrueCollector(
    string Name,
    [property: JsonPropertyName("full_feed_peers_ipv4")] int FullFeedPeersIPv4,
    [property: JsonPropertyName("full_feed_peers_ipv6")] int FullFeedPeersIPv6,
    int PartialPeers);
