using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Detection;

/// <summary>The followed ASNs of one address family and the views that may be asked about it.</summary>
public sealed class FamilyDetection(AddressFamily family, RouteTable table, DetectionOptions options)
{
    private readonly SortedDictionary<uint, FollowedAsn> _asns = [];
    private int _originsSeen;

    public AddressFamily Family { get; } = family;

    public UsableViews Usable { get; } = new(table, options);

    /// <summary>The ASNs in numeric order.</summary>
    public IEnumerable<FollowedAsn> Asns => _asns.Values;

    /// <summary>Takes up origins that are new, and the routes that are new to each; the ASNs in numeric order.</summary>
    public IEnumerable<FollowedAsn> Follow()
    {
        for (; _originsSeen < table.Origins.Count; _originsSeen++)
        {
            var origin = table.Origins[_originsSeen];
            if (options.AllAsns || options.WatchedAsns.Contains(origin))
            {
                _asns.TryAdd(origin, new FollowedAsn(origin, Family, options));
            }
        }

        foreach (var asn in _asns.Values)
        {
            var routes = table.RoutesOf(asn.Asn);
            for (; asn.RoutesSeen < routes.Count; asn.RoutesSeen++)
            {
                if (table.Prefixes[table.Route(routes[asn.RoutesSeen]).Prefix].Family == Family)
                {
                    asn.Routes.Add(routes[asn.RoutesSeen]);
                }
            }
        }

        return _asns.Values.Where(asn => asn.Routes.Count > 0);
    }
}
