using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Detection;

/// <summary>
/// The followed ASNs of one address family and the views that may be asked about it. Knows which ASNs a bin can have
/// changed: those whose prefixes were spoken of, and all of them when the views that are asked changed.
/// </summary>
public sealed class FamilyDetection(AddressFamily family, RouteTable table, UsableViews usable, DetectionOptions options, IAsnShare? share)
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

    /// <summary>The views that may be asked.</summary>
    public UsableViews Usable { get; } = usable;

    /// <summary>Whether every ASN has to be looked at in this bin.</summary>
    public bool IsAllNew { get; private set; }

    /// <summary>The ASNs in numeric order.</summary>
    public IReadOnlyList<FollowedAsn> Asns => _asns;

    /// <summary>Those of them that are watched by name.</summary>
    public IReadOnlyList<FollowedAsn> Watched => _watched;

    /// <summary>Something was said of the origin's prefixes by views that may be asked.</summary>
    public void Hear(uint origin)
    {
        if (_byNumber.TryGetValue(origin, out var asn))
        {
            asn.IsNew = true;
        }
    }

    /// <summary>Takes up what is new at the end of a bin: the views that may be asked, origins and routes.</summary>
    /// <param name="doubts">Grows whenever the word of views on many prefixes changes at once.</param>
    public void TakeUp(long doubts)
    {
        IsAllNew = _doubtsBefore != doubts || _neededBefore != Usable.ViewsNeeded
            || !Usable.Mask.Words.TrimEnd(0UL).SequenceEqual(_askedBefore.AsSpan().TrimEnd(0UL));
        _askedBefore = Usable.Mask.Words.ToArray();
        _neededBefore = Usable.ViewsNeeded;
        _doubtsBefore = doubts;
        TakeUpOrigins();
        TakeUpRoutes();
    }

    private void TakeUpOrigins()
    {
        var before = _asns.Count;
        for (; _originsSeen < table.Origins.Count; _originsSeen++)
        {
            var origin = table.Origins[_originsSeen];
            if ((options.AllAsns || options.WatchedAsns.Contains(origin)) && share?.Holds(origin) != false && !_byNumber.ContainsKey(origin))
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
