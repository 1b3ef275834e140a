using StreamWatch.Domain.Routing;

namespace StreamWatch.Topology.Buckets;

/// <summary>What is to be done between the events of a bin, the same in every bucket.</summary>
internal sealed class BinPlan
{
    /// <summary>When a route collector was back that had been away, microseconds since the epoch, and its views, whose losses are unknown from then on; in order.</summary>
    public List<(long AtMicros, ViewMask Views)> Doubts { get; } = [];

    /// <summary>Views whose dumps are read: behind how many ends of dumps, and which families they hold (bit 0 IPv4, bit 1 IPv6).</summary>
    public List<(int Part, int View, uint Families)> Loads { get; } = [];
}
