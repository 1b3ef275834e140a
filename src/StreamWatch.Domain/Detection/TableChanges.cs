using System.Numerics;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Detection;

/// <summary>What a table went through in a bin.</summary>
public sealed class TableChanges(RouteTable table) : ITableChanges
{
    private readonly List<HashSet<uint>> _lost = [];
    private readonly List<HashSet<uint>> _lostAlone = [];
    private readonly List<HashSet<uint>> _spoken = [];
    private readonly List<int> _spokenAtMost = [];

    /// <inheritdoc/>
    public int Origins => table.Origins.Count;

    /// <summary>Looks at what was touched in the bin, before it is forgotten.</summary>
    /// <param name="usableBefore">The views that were usable in the bin before: the others that a view is compared with.</param>
    /// <param name="loud">Views that said a great deal.</param>
    public void Collect(ViewMask usableBefore, ViewMask loud)
    {
        Begin(_lost);
        Begin(_lostAlone);
        Begin(_spoken);
        _spokenAtMost.Clear();
        _spokenAtMost.AddRange(Enumerable.Repeat(0, table.Views.Count));
        foreach (var prefix in table.TouchedPrefixes)
        {
            var spoken = table.Spoken[prefix];
            var carried = table.Carried[prefix];
            var origins = CountOrigins(prefix);
            var others = usableBefore.CountIn(carried) * 2 >= Math.Max(1, usableBefore.CountIn(table.Known[prefix]));
            for (var word = 0; word < spoken.Length; word++)
            {
                for (var bits = spoken[word]; bits != 0; bits &= bits - 1)
                {
                    var view = (word << 6) + BitOperations.TrailingZeroCount(bits);
                    _spokenAtMost[view] += origins;
                    var isLost = (carried[word] & (bits & (~bits + 1))) == 0;
                    if (isLost || loud.Contains(view))
                    {
                        Count(prefix, view, isLost, others);
                    }
                }
            }
        }
    }

    /// <summary>Which origins these are; for whoever adds several tables up.</summary>
    public IReadOnlyCollection<uint> LostOrigins(int view) => _lost[view];

    /// <inheritdoc cref="LostOrigins"/>
    public IReadOnlyCollection<uint> LostAloneOrigins(int view) => _lostAlone[view];

    /// <inheritdoc cref="LostOrigins"/>
    public IReadOnlyCollection<uint> SpokenOrigins(int view) => _spoken[view];

    /// <summary>Which origins the view still carries, other than these; counting stops when there are more than enough.</summary>
    public IReadOnlyCollection<uint> CarriedOrigins(int view, IReadOnlySet<uint> butFor, int enough)
    {
        var carried = new List<uint>();
        foreach (var origin in table.Origins)
        {
            if (carried.Count > enough)
            {
                break;
            }

            if (!butFor.Contains(origin) && IsCarried(origin, view))
            {
                carried.Add(origin);
            }
        }

        return carried;
    }

    /// <summary>Origins that the view carries for certain, those of which it lost a prefix included.</summary>
    /// <param name="view">Number of the view.</param>
    /// <param name="enough">Counting stops when there are more.</param>
    /// <param name="looks">Counting stops after so many origins.</param>
    public int CountCarried(int view, int enough, int looks)
    {
        var count = 0;
        for (var i = 0; i < looks && i < table.Origins.Count && count <= enough; i++)
        {
            count += IsCarried(table.Origins[i], view) ? 1 : 0;
        }

        return count;
    }

    /// <summary>No more origins than that are those of whose prefixes the view spoke: each counts as often as it has such prefixes.</summary>
    public int SpokenAtMost(int view) => _spokenAtMost[view];

    /// <inheritdoc/>
    public int Lost(int view) => _lost[view].Count;

    /// <inheritdoc/>
    public int LostAlone(int view) => _lostAlone[view].Count;

    /// <inheritdoc/>
    public int Spoken(int view) => _spoken[view].Count;

    /// <inheritdoc/>
    public int Carried(int view, int enough) => CarriedOrigins(view, _lost[view], enough).Count;

    /// <inheritdoc/>
    public int Retold(int view)
    {
        var count = 0;
        foreach (var prefix in table.TouchedPrefixes)
        {
            count += table.Touched.Get(prefix, view) && table.Carried.Get(prefix, view) ? 1 : 0;
        }

        return count;
    }

    private void Begin(List<HashSet<uint>> sets)
    {
        foreach (var set in sets)
        {
            set.Clear();
        }

        while (sets.Count < table.Views.Count)
        {
            sets.Add([]);
        }
    }

    private void Count(int prefix, int view, bool isLost, bool othersCarry)
    {
        for (var route = table.FirstRoute(prefix); route >= 0; route = table.Route(route).Next)
        {
            var origin = table.Route(route).Origin;
            _spoken[view].Add(origin);
            if (isLost)
            {
                _lost[view].Add(origin);
                if (othersCarry)
                {
                    _lostAlone[view].Add(origin);
                }
            }
        }
    }

    private int CountOrigins(int prefix)
    {
        var count = 0;
        for (var route = table.FirstRoute(prefix); route >= 0; route = table.Route(route).Next)
        {
            count++;
        }

        return count;
    }

    private bool IsCarried(uint origin, int view)
    {
        foreach (var route in table.RoutesOf(origin))
        {
            if (table.CarriedByRoute.Get(route, view))
            {
                return true;
            }
        }

        return false;
    }
}
