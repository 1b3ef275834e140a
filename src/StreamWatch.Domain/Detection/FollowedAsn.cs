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

    /// <summary>Bins in a row that are alike and may go on; null where there are none.</summary>
    public AsnBin? Pending { get; set; }
}
