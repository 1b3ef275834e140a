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
    private readonly List<FollowedAsn> _watched = [];
    private ulong[] _askedBefore = [];
    private int _neededBefore;
    private long _doubtsBefore = -1;
    private int _originsSeen;
    private int _routesSeen;

    public AddressFamily Family { get; } = family;

    public UsableViews Usable { get; } = new(table, options);

    /// <summary>Whether every ASN has to be looked at in this bin.</summary>
    public bool IsAllNew { get; private set; }

    /// <summary>The ASNs in numeric order.</summary>
    public IReadOnlyList<FollowedAsn> Asns => _asns;

    /// <summary>Those of them that are watched by name.</summary>
    public IReadOnlyList<FollowedAsn> Watched => _watched;

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
        TakeUpRoutes();
        foreach (var prefix in table.TouchedPrefixes)
        {
            // The word of views that are not asked, above all of those in transfer, changes nothing.
            if (table.Prefixes[prefix].Family != Family || Usable.Mask.CountIn(table.Touched[prefix]) == 0)
            {
                continue;
            }

            for (var route = table.FirstRoute(prefix); route >= 0; route = table.Route(route).Next)
            {
                if (_byNumber.TryGetValue(table.Route(route).Origin, out var asn))
                {
                    asn.IsNew = true;
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
                if (options.WatchedAsns.Contains(origin))
                {
                    _watched.Add(asn);
                }
            }
        }

        if (_asns.Count > before)
        {
            _asns.Sort((a, b) => a.Asn.CompareTo(b.Asn));
            _watched.Sort((a, b) => a.Asn.CompareTo(b.Asn));
        }
    }

    private void TakeUpRoutes()
    {
        for (; _routesSeen < table.RouteCount; _routesSeen++)
        {
            ref var route = ref table.Route(_routesSeen);
            if (table.Prefixes[route.Prefix].Family == Family && _byNumber.TryGetValue(route.Origin, out var asn))
            {
                asn.Routes.Add(_routesSeen);
                asn.IsNew = true;
            }
        }
    }
}
