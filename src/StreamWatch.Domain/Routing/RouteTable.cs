using System.Numerics;
using System.Runtime.InteropServices;

namespace StreamWatch.Domain.Routing;

/// <summary>
/// What every view carries, as bitsets of views: a row a prefix for "known" and "carried under any origin", a row a
/// route (prefix and origin) for "carried with this origin". Three values a view and prefix: carried, known to be
/// lost, unknown. Unknown is what the view never spoke of, or what it may have changed while nobody listened.
/// </summary>
public sealed class RouteTable
{
    private readonly Dictionary<uint, List<int>> _routesByOrigin = [];
    private readonly List<uint> _origins = [];
    private readonly AddPathRoutes _addPath = new();
    private readonly BitMatrix _heard = new();
    private readonly ViewMask _completeIPv4 = new();
    private readonly ViewMask _completeIPv6 = new();
    private readonly List<int> _touched = [];
    private readonly List<int> _firstRoute = [];
    private readonly List<ushort> _withdrawnUnheard = [];
    private readonly List<Route> _routes = [];
    private readonly List<int> _changed = [];
    private readonly List<bool> _isChanged = [];

    /// <summary>Prefixes outside the lengths that count (8–24 and 16–48) are left out of the table and counted here.</summary>
    public long Ignored { get; private set; }

    /// <summary>All prefixes met.</summary>
    public PrefixIndex Prefixes { get; } = new();

    /// <summary>By prefix: the views whose word on it is known.</summary>
    public BitMatrix Known { get; } = new();

    /// <summary>By prefix: the views that carry it, under whatever origin.</summary>
    public BitMatrix Carried { get; } = new();

    /// <summary>By prefix: the views that spoke of it in this bin, or since their transfer or dump began.</summary>
    public BitMatrix Touched { get; } = new();

    /// <summary>By prefix: the views that announced or withdrew it in this bin.</summary>
    public BitMatrix Spoken { get; } = new();

    /// <summary>By route: the views that carry it.</summary>
    public BitMatrix CarriedByRoute { get; } = new();

    /// <summary>The views, in the order they were added.</summary>
    public List<View> Views { get; } = [];

    /// <summary>Numbers of the prefixes with any bit in <see cref="Touched"/>.</summary>
    public ReadOnlySpan<int> TouchedPrefixes => CollectionsMarshal.AsSpan(_touched);

    /// <summary>Grows whenever the word of views on many prefixes changes at once.</summary>
    public long Doubts { get; private set; }

    public int RouteCount => _routes.Count;

    /// <summary>Prefixes of a family met so far.</summary>
    public FamilyCount Met { get; } = new();

    /// <summary>Whether it remembers which prefixes' rows change, for whoever keeps a copy of them.</summary>
    public bool TracksChanges { get; init; }

    /// <summary>The origins that have routes, in the order they were met.</summary>
    public IReadOnlyList<uint> Origins => _origins;

    /// <summary>Whether a prefix of this length takes part: 8–24 for IPv4, 16–48 for IPv6, as in the field's practice.</summary>
    public static bool Counts(in Prefix prefix) => prefix.Family == AddressFamily.IPv4
        ? prefix.Length is >= 8 and <= 24
        : prefix.Length is >= 16 and <= 48;

    public ref Route Route(int number) => ref CollectionsMarshal.AsSpan(_routes)[number];

    /// <summary>The first route to a prefix, or -1.</summary>
    public int FirstRoute(int prefix) => _firstRoute[prefix];

    /// <summary>How many views withdrew the prefix as their first word on it ever: each proves that it stood before the stream.</summary>
    public int WithdrawnUnheard(int prefix) => _withdrawnUnheard[prefix];

    /// <summary>The routes of an origin, in the order they were met.</summary>
    public ReadOnlySpan<int> RoutesOf(uint origin) => _routesByOrigin.TryGetValue(origin, out var routes) ? CollectionsMarshal.AsSpan(routes) : [];

    /// <summary>Adds a view and returns its number.</summary>
    public int AddView(ViewKey key)
    {
        Views.Add(new View(key));
        Known.EnsureBits(Views.Count);
        Carried.EnsureBits(Views.Count);
        Touched.EnsureBits(Views.Count);
        Spoken.EnsureBits(Views.Count);
        _heard.EnsureBits(Views.Count);
        CarriedByRoute.EnsureBits(Views.Count);
        _completeIPv4.EnsureWords(Known.Words);
        _completeIPv6.EnsureWords(Known.Words);
        return Views.Count - 1;
    }

    /// <summary>The view carries the prefix with this origin (or these, where the path ends in a set).</summary>
    public void Announce(in RouteEvent e)
    {
        if (!Counts(e.Prefix))
        {
            Ignored++;
            return;
        }

        var prefix = Intern(e.Prefix);
        Touch(prefix, e.View, e.Kind == RouteEventKind.RibEntry);
        _heard.Set(prefix, e.View);
        if (Known.Set(prefix, e.View))
        {
            Views[e.View].KnownPrefixes.Add(e.Prefix.Family, 1);
            Change(prefix);
        }

        if (_addPath.Announce(e, prefix) is { } origins)
        {
            Replace(prefix, e.View, origins);
        }
        else if (e.OriginSet is { } set)
        {
            Replace(prefix, e.View, set);
        }
        else
        {
            Replace(prefix, e.View, [e.Origin]);
        }

        if (e.Kind == RouteEventKind.RibEntry)
        {
            for (var route = _firstRoute[prefix]; route >= 0; route = _routes[route].Next)
            {
                if (!_routes[route].FromRib && CarriedByRoute.Get(route, e.View))
                {
                    Route(route).FromRib = true;
                    Change(prefix);
                }
            }
        }
    }

    /// <summary>The view carries the prefix no more; it did until now.</summary>
    public void Withdraw(in RouteEvent e)
    {
        if (!Counts(e.Prefix))
        {
            Ignored++;
            return;
        }

        var prefix = Intern(e.Prefix);
        Touch(prefix, e.View, fromDump: false);
        var isFirstWord = _heard.Set(prefix, e.View);
        if (Known.Set(prefix, e.View))
        {
            Views[e.View].KnownPrefixes.Add(e.Prefix.Family, 1);
            CollectionsMarshal.AsSpan(_withdrawnUnheard)[prefix] += (ushort)(isFirstWord ? 1 : 0);
            Change(prefix);
        }

        Replace(prefix, e.View, _addPath.Withdraw(e, prefix));
    }

    /// <summary>
    /// The views whose whole table of this family is known: what they do not carry, they do not have. A table that holds
    /// nothing of a family says nothing about it.
    /// </summary>
    public ViewMask Complete(AddressFamily family) => family == AddressFamily.IPv4 ? _completeIPv4 : _completeIPv6;

    /// <summary>Forgets all that was known of these views: their sessions are gone.</summary>
    public void Forget(ViewMask views)
    {
        Doubts++;
        for (var prefix = 0; prefix < Prefixes.Count; prefix++)
        {
            var known = Known[prefix];
            for (var word = 0; word < known.Length; word++)
            {
                Doubt(prefix, word, known[word] & views.Word(word));
            }
        }

        foreach (var view in ViewsIn(views))
        {
            SetIncomplete(view);
        }
    }

    /// <summary>The whole tables of these views have been heard: what they do not carry, they are known not to have.</summary>
    /// <param name="views">The views.</param>
    /// <param name="ipv4">Those of them whose tables hold IPv4: a table that holds nothing of a family says nothing about it.</param>
    /// <param name="ipv6">Those of them whose tables hold IPv6.</param>
    public void MarkComplete(ViewMask views, ViewMask ipv4, ViewMask ipv6)
    {
        Doubts++;
        foreach (var view in ViewsIn(views))
        {
            _completeIPv4.Set(view, _completeIPv4.Contains(view) || ipv4.Contains(view));
            _completeIPv6.Set(view, _completeIPv6.Contains(view) || ipv6.Contains(view));
        }

        for (var prefix = 0; prefix < Prefixes.Count; prefix++)
        {
            Learn(prefix, views);
        }
    }

    /// <summary>Nobody listened to these views for a while: what they had withdrawn may be back, so it is unknown again.</summary>
    public void DoubtLosses(ViewMask views)
    {
        Doubts++;
        for (var prefix = 0; prefix < Prefixes.Count; prefix++)
        {
            var known = Known[prefix];
            var carried = Carried[prefix];
            for (var word = 0; word < known.Length; word++)
            {
                Doubt(prefix, word, known[word] & ~carried[word] & views.Word(word));
            }
        }

        foreach (var view in ViewsIn(views))
        {
            SetIncomplete(view);
        }
    }

    /// <summary>A transfer or a dump is over: routes that these views did not announce again are unknown.</summary>
    public void ForgetUntouched(ViewMask views)
    {
        Doubts++;
        for (var prefix = 0; prefix < Prefixes.Count; prefix++)
        {
            var carried = Carried[prefix];
            var touched = Touched[prefix];
            for (var word = 0; word < carried.Length; word++)
            {
                Doubt(prefix, word, carried[word] & ~touched[word] & views.Word(word));
            }
        }
    }

    /// <summary>A bin is over: forgets who spoke in it, but for the views in <paramref name="keep"/>.</summary>
    public void ClearTouched(ViewMask keep)
    {
        var kept = 0;
        foreach (var prefix in TouchedPrefixes)
        {
            var any = 0UL;
            var row = Touched[prefix];
            Spoken[prefix].Clear();
            for (var word = 0; word < row.Length; word++)
            {
                row[word] &= keep.Word(word);
                any |= row[word];
            }

            if (any != 0)
            {
                _touched[kept++] = prefix;
            }
        }

        _touched.RemoveRange(kept, _touched.Count - kept);
        foreach (var view in Views)
        {
            view.TouchedPrefixes.Clear();
        }
    }

    /// <summary>Moves the prefixes whose rows have changed since they were taken last to the end of a list.</summary>
    /// <param name="taken">Is given their numbers.</param>
    /// <param name="which">Which of them are taken; null for all.</param>
    public void TakeChanged(List<int> taken, Predicate<int>? which)
    {
        var kept = 0;
        for (var i = 0; i < _changed.Count; i++)
        {
            var prefix = _changed[i];
            if (which is null || which(prefix))
            {
                taken.Add(prefix);
                _isChanged[prefix] = false;
            }
            else
            {
                _changed[kept++] = prefix;
            }
        }

        _changed.RemoveRange(kept, _changed.Count - kept);
    }

    /// <summary>Takes over a prefix's row from another table, of which this one keeps a part.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <param name="known">The views whose word on it is known, 64 a word.</param>
    /// <param name="carried">The views that carry it.</param>
    /// <param name="withdrawnUnheard">How many withdrew it as their first word on it.</param>
    /// <returns>Its number here.</returns>
    public int Put(in Prefix prefix, ReadOnlySpan<ulong> known, ReadOnlySpan<ulong> carried, int withdrawnUnheard)
    {
        var number = Intern(prefix);
        Put(Known[number], known);
        Put(Carried[number], carried);
        _withdrawnUnheard[number] = (ushort)withdrawnUnheard;
        return number;
    }

    /// <summary>Takes over one of its routes.</summary>
    /// <param name="prefix">Number of the prefix here.</param>
    /// <param name="origin">The origin.</param>
    /// <param name="fromRib">Whether a table dump held it.</param>
    /// <param name="carried">The views that carry it.</param>
    public void PutRoute(int prefix, uint origin, bool fromRib, ReadOnlySpan<ulong> carried)
    {
        var route = FindRoute(prefix, origin);
        Route(route).FromRib = fromRib;
        Put(CarriedByRoute[route], carried);
    }

    private static void Put(Span<ulong> row, ReadOnlySpan<ulong> words)
    {
        row.Clear();
        words.CopyTo(row);
    }

    private void Change(int prefix)
    {
        if (TracksChanges && !_isChanged[prefix])
        {
            _isChanged[prefix] = true;
            _changed.Add(prefix);
        }
    }

    private int Intern(in Prefix prefix)
    {
        var number = Prefixes.Find(prefix);
        if (number >= 0)
        {
            return number;
        }

        number = Prefixes.Add(prefix);
        Known.Add();
        Carried.Add();
        Touched.Add();
        Spoken.Add();
        _heard.Add();
        _firstRoute.Add(-1);
        _withdrawnUnheard.Add(0);
        _isChanged.Add(false);
        Met.Add(prefix.Family, 1);
        Learn(number, Complete(prefix.Family));
        return number;
    }

    private void SetIncomplete(int view)
    {
        _completeIPv4.Set(view, false);
        _completeIPv6.Set(view, false);
    }

    /// <summary>Those of the views whose tables are complete know this prefix: they carry it or do not have it.</summary>
    private void Learn(int prefix, ViewMask views)
    {
        var family = Prefixes[prefix].Family;
        var complete = Complete(family);
        var known = Known[prefix];
        for (var word = 0; word < known.Length; word++)
        {
            var learned = views.Word(word) & complete.Word(word) & ~known[word];
            known[word] |= learned;
            if (learned != 0)
            {
                Change(prefix);
            }

            for (; learned != 0; learned &= learned - 1)
            {
                Views[(word << 6) + BitOperations.TrailingZeroCount(learned)].KnownPrefixes.Add(family, 1);
            }
        }
    }

    private void Touch(int prefix, int view, bool fromDump)
    {
        var row = Touched[prefix];
        if (row.IndexOfAnyExcept(0UL) < 0)
        {
            _touched.Add(prefix);
        }

        if (!fromDump)
        {
            Spoken.Set(prefix, view);
        }

        if (Touched.Set(prefix, view) && !fromDump)
        {
            Views[view].TouchedPrefixes.Add(Prefixes[prefix].Family, 1);
        }
    }

    private void Replace(int prefix, int view, ReadOnlySpan<uint> origins)
    {
        var isChanged = false;
        foreach (var origin in origins)
        {
            isChanged |= CarriedByRoute.Set(FindRoute(prefix, origin), view);
        }

        for (var route = _firstRoute[prefix]; route >= 0; route = _routes[route].Next)
        {
            if (!origins.Contains(_routes[route].Origin))
            {
                isChanged |= CarriedByRoute.Clear(route, view);
            }
        }

        if (origins.IsEmpty ? Carried.Clear(prefix, view) : Carried.Set(prefix, view))
        {
            Views[view].CarriedPrefixes.Add(Prefixes[prefix].Family, origins.IsEmpty ? -1 : 1);
            isChanged = true;
        }

        if (isChanged)
        {
            Change(prefix);
        }
    }

    /// <summary>Makes the word of the views in <paramref name="bits"/> on this prefix unknown.</summary>
    private void Doubt(int prefix, int word, ulong bits)
    {
        if (bits == 0)
        {
            return;
        }

        Change(prefix);
        var family = Prefixes[prefix].Family;
        var lost = Carried[prefix][word] & bits;
        Known[prefix][word] &= ~bits;
        Carried[prefix][word] &= ~bits;
        for (var route = _firstRoute[prefix]; route >= 0; route = _routes[route].Next)
        {
            CarriedByRoute[route][word] &= ~bits;
        }

        for (; bits != 0; bits &= bits - 1)
        {
            var number = (word << 6) + BitOperations.TrailingZeroCount(bits);
            var view = Views[number];
            view.KnownPrefixes.Add(family, -1);
            view.CarriedPrefixes.Add(family, (lost & (bits & (~bits + 1))) != 0 ? -1 : 0);
            _addPath.Forget(number, prefix);
        }
    }

    private IEnumerable<int> ViewsIn(ViewMask mask) => Enumerable.Range(0, Views.Count).Where(mask.Contains);

    private int FindRoute(int prefix, uint origin)
    {
        for (var route = _firstRoute[prefix]; route >= 0; route = _routes[route].Next)
        {
            if (_routes[route].Origin == origin)
            {
                return route;
            }
        }

        var number = CarriedByRoute.Add();
        _routes.Add(new Route { Prefix = prefix, Origin = origin, Next = _firstRoute[prefix] });
        _firstRoute[prefix] = number;
        if (!_routesByOrigin.TryGetValue(origin, out var routes))
        {
            _routesByOrigin.Add(origin, routes = []);
            _origins.Add(origin);
        }

        routes.Add(number);
        return number;
    }
}
