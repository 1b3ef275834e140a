using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Detection;

/// <summary>
/// The followed ASNs of one address family and the views that may be asked about it. Knows which ASNs a bin can have
/// changed: those whose prefixes were spoken of, and all of them when the views that are asked changed.
/// </summary>
public sealed class FamilyDetection(AddressFamily family, RouteTable table, DetectionOptions options)
{
    private readonly Dictionary<uint, FollowedAsn> _byNumber = [];
    private readonly List<FollowedAsn> _asns = [];
    private ulong[] _askedBefore = [];
    private int _neededBefore;
    private long _doubtsBefore = -1;
    private int _originsSeen;

    public AddressFamily Family { get; } = family;

    public UsableViews Usable { get; } = new(table, options);

    /// <summary>Whether every ASN has to be looked at in this bin.</summary>
    public bool IsAllNew { get; private set; }

    /// <summary>The ASNs in numeric order.</summary>
    public IReadOnlyList<FollowedAsn> Asns => _asns;

    /// <summary>Takes up what is new at the end of a bin: origins, routes, and which ASNs were spoken of.</summary>
    /// <param name="silent">Views of route collectors that were away in this bin.</param>
    public void Update(ViewMask silent)
    {
        Usable.Find(Family, silent);
        IsAllNew = _doubtsBefore != table.Doubts || _neededBefore != Usable.ViewsNeeded
            || !Usable.Mask.Words.TrimEnd(0UL).SequenceEqual(_askedBefore.AsSpan().TrimEnd(0UL));
        _askedBefore = Usable.Mask.Words.ToArray();
        _neededBefore = Usable.ViewsNeeded;
        _doubtsBefore = table.Doubts;
        TakeUpOrigins();
        foreach (var prefix in table.TouchedPrefixes)
        {
            if (table.Prefixes[prefix].Family != Family)
            {
                continue;
            }

            for (var route = table.FirstRoute(prefix); route >= 0; route = table.Route(route).Next)
            {
                if (_byNumber.TryGetValue(table.Route(route).Origin, out var asn))
                {
                    asn.IsNew = true;
                    TakeUpRoutes(asn);
                }
            }
        }
    }

    private void TakeUpOrigins()
    {
        var before = _asns.Count;
        for (; _originsSeen < table.Origins.Count; _originsSeen++)
        {
            var origin = table.Origins[_originsSeen];
            if ((options.AllAsns || options.WatchedAsns.Contains(origin)) && !_byNumber.ContainsKey(origin))
            {
                var asn = new FollowedAsn(origin, Family, options);
                _byNumber.Add(origin, asn);
                _asns.Add(asn);
            }
        }

        if (_asns.Count > before)
        {
            _asns.Sort((a, b) => a.Asn.CompareTo(b.Asn));
        }
    }

    private void TakeUpRoutes(FollowedAsn asn)
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
}
