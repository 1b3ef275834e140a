using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.Domain.Routing;

/// <summary>
/// What a table of routes means, written for reading and not for speed: for every view and prefix, either nothing is known, or
/// the paths that stand (by path identifier, with their origins); no paths means known to be lost.
/// </summary>
sealed class RouteTableReference(int views)
{
    readonly Dictionary<(int View, Prefix Prefix), Dictionary<uint, uint[]>> _known = [];
    readonly HashSet<(int View, Prefix Prefix)> _touched = [];
    readonly HashSet<Prefix> _met = [];
    readonly HashSet<(int View, AddressFamily Family)> _complete = [];

    public long Ignored { get; private set; }

    public IEnumerable<Prefix> Met => _met;

    public bool Knows(int view, Prefix prefix) => _known.ContainsKey((view, prefix));

    public bool Touched(int view, Prefix prefix) => _touched.Contains((view, prefix));

    public uint[] Origins(int view, Prefix prefix) =>
        _known.TryGetValue((view, prefix), out var paths) ? [.. paths.Values.SelectMany(origins => origins).Distinct().Order()] : [];

    public void Announce(int view, Prefix prefix, uint pathId, uint[] origins)
    {
        if (!Meet(view, prefix))
        {
            return;
        }

        if (!_known.TryGetValue((view, prefix), out var paths))
        {
            _known.Add((view, prefix), paths = []);
        }

        paths[pathId] = origins;
    }

    public void Withdraw(int view, Prefix prefix, uint pathId)
    {
        if (!Meet(view, prefix))
        {
            return;
        }

        if (!_known.TryGetValue((view, prefix), out var paths))
        {
            _known.Add((view, prefix), paths = []);
        }

        paths.Remove(pathId);
    }

    public void Forget(ViewMask who)
    {
        Unlearn(who, (_, _) => true);
        _complete.RemoveWhere(complete => who.Contains(complete.View));
    }

    public void DoubtLosses(ViewMask who)
    {
        Unlearn(who, (_, paths) => paths.Count == 0);
        _complete.RemoveWhere(complete => who.Contains(complete.View));
    }

    public void ForgetUntouched(ViewMask who) => Unlearn(who, (key, paths) => paths.Count > 0 && !_touched.Contains(key));

    /// <summary>A table is complete in the families that it holds anything of, and in those in which it was.</summary>
    public void MarkComplete(ViewMask who)
    {
        foreach (var view in Enumerable.Range(0, views).Where(who.Contains))
        {
            foreach (var family in new[] { AddressFamily.IPv4, AddressFamily.IPv6 })
            {
                if (_complete.Contains((view, family)) || _known.Any(known => known.Key.View == view && known.Key.Prefix.Family == family && known.Value.Count > 0))
                {
                    _complete.Add((view, family));
                    foreach (var prefix in _met.Where(prefix => prefix.Family == family))
                    {
                        _known.TryAdd((view, prefix), []);
                    }
                }
            }
        }
    }

    public void ClearTouched(ViewMask keep) => _touched.RemoveWhere(key => !keep.Contains(key.View));

    bool Meet(int view, Prefix prefix)
    {
        var (least, most) = prefix.Family == AddressFamily.IPv4 ? (8, 24) : (16, 48);
        if (prefix.Length < least || prefix.Length > most)
        {
            Ignored++;
            return false;
        }

        if (_met.Add(prefix))
        {
            foreach (var complete in _complete.Where(complete => complete.Family == prefix.Family))
            {
                _known.Add((complete.View, prefix), []);
            }
        }

        _touched.Add((view, prefix));
        return true;
    }

    void Unlearn(ViewMask who, Func<(int View, Prefix Prefix), Dictionary<uint, uint[]>, bool> which)
    {
        foreach (var (key, _) in _known.Where(known => who.Contains(known.Key.View) && which(known.Key, known.Value)).ToList())
        {
            _known.Remove(key);
        }
    }
}
