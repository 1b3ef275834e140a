using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Detection;

/// <summary>An ASN in one address family: its space, its signal and the bins not yet given out.</summary>
public sealed class FollowedAsn(uint asn, AddressFamily family, DetectionOptions options)
{
    public uint Asn { get; } = asn;

    public AddressFamily Family { get; } = family;

    /// <summary>Its routes in this family, established or not.</summary>
    public List<int> Routes { get; } = [];

    /// <summary>How many of the origin's routes have been looked at.</summary>
    public int RoutesSeen { get; set; }

    public AddressSpace Space { get; } = new();

    /// <summary>The views that carried the space when it was last well.</summary>
    public Witnesses Witnesses { get; } = new();

    public AsnSignal Signal { get; } = new(options, options.WatchedAsns.Contains(asn));

    /// <summary>Whether something was said of its prefixes since it was last looked at.</summary>
    public bool IsNew { get; set; }

    /// <summary>The bin in which one of its routes may join or leave the space though nothing is said.</summary>
    public long DueBin { get; set; } = long.MaxValue;

    /// <summary>What was measured last; holds as long as nothing changes.</summary>
    public VisibilitySample LastSample { get; set; }

    /// <summary>Share of the views asked then that are witnesses.</summary>
    public double? LastShare { get; set; }

    /// <summary>What the last bin meant.</summary>
    public BinState LastState { get; set; }

    /// <summary>Bins in a row that are alike and may go on; null where there are none.</summary>
    public AsnBin? Pending { get; set; }
}
