using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Drafts;

/// <summary>What a story needs of a network; the rest is drawn.</summary>
internal sealed record SiteWishes
{
    /// <summary>Number of units, routers not counted; null for 4 to 60.</summary>
    public int? Units { get; init; }

    /// <summary>Whether it has a second provider; null for one in four.</summary>
    public bool? TwoUplinks { get; init; }

    /// <summary>Share of the hosts on prefixes that only the first uplink carries, where there are two.</summary>
    public double SingleHomed { get; init; } = 0.5;

    /// <summary>Capacity of the second uplink against the first.</summary>
    public double SecondCapacity { get; init; } = 0.5;

    /// <summary>Number of halls; null for 1 to 4.</summary>
    public int? Halls { get; init; }

    /// <summary>Number of IPv4 prefixes; null for 1 to 6.</summary>
    public int? Prefixes { get; init; }

    /// <summary>Share of hosts that come and go by themselves.</summary>
    public double Unsound { get; init; } = 0.04;

    /// <summary>Share of the loss that keepalives are spared; null for none at three in four networks and most of it at the others.</summary>
    public double? Protection { get; init; }

    /// <summary>Who originates its routes; null for one made for it.</summary>
    public SimulatedOrigin? Origin { get; init; }
}
