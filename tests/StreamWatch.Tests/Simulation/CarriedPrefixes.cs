using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.Simulation;

/// <summary>Which views carry which prefixes at a time: dictionaries and counting, nothing clever.</summary>
sealed class CarriedPrefixes
{
    readonly Dictionary<Prefix, HashSet<string>> viewsByPrefix = [];

    /// <summary>Takes an elem over; returns the prefixes that it changed.</summary>
    public IReadOnlyList<Prefix> Apply(SimulatedElem elem)
    {
        switch (elem.Type)
        {
            case ElemType.RibEntry or ElemType.Announcement:
                ViewsOf(elem.Prefix).Add(elem.View);
                return [elem.Prefix];
            case ElemType.Withdrawal:
                ViewsOf(elem.Prefix).Remove(elem.View);
                return [elem.Prefix];
            case ElemType.PeerState when !elem.Up:
                List<Prefix> lost = [.. viewsByPrefix.Where(pair => pair.Value.Contains(elem.View)).Select(pair => pair.Key)];
                foreach (var prefix in lost)
                {
                    ViewsOf(prefix).Remove(elem.View);
                }

                return lost;
            default:
                return [];
        }
    }

    public HashSet<string> ViewsOf(Prefix prefix)
    {
        if (!viewsByPrefix.TryGetValue(prefix, out var views))
        {
            viewsByPrefix.Add(prefix, views = []);
        }

        return views;
    }

    /// <summary>Views that carry at least one of the prefixes.</summary>
    public int ViewsOfAny(IEnumerable<Prefix> prefixes) => prefixes.SelectMany(ViewsOf).Distinct().Count();
}
