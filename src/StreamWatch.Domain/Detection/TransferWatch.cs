using System.Numerics;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Detection;

/// <summary>
/// Finds the views whose tables say nothing about the world at the end of a bin, because their session was reset or
/// they are sending their table again. Old dumps carry no session states, so this is read from what the views do that
/// the other views do not:
/// <list type="number">
/// <item>it lost prefixes of more than 50 origins that most of the other views still carry;</item>
/// <item>it spoke of more than 10 % of its table, of more than 10 % of the origins, and three times as much as the median
/// view, while most of the views did not;</item>
/// <item>it lost at least half of the origins that it carried. No outage of networks does that; a reset does.</item>
/// </list>
/// A view is stable again after a quiet bin with its table back to 90 %, or after <see cref="SettleBins"/> quiet bins with
/// at least half of it: a view that lost more and never came back stays unknown.
/// </summary>
public sealed class TransferWatch(RouteTable table)
{
    /// <summary>Share of its table that a view has to speak of in one bin.</summary>
    public const double TableShare = 0.10;

    /// <summary>Origins that only one view may lose in one bin without being suspected.</summary>
    public const int PrivateOrigins = 50;

    /// <summary>Origins that make a small table's upheaval more than one network's fate.</summary>
    public const int LeastOrigins = 3;

    /// <summary>Share of the origins that only a reset loses.</summary>
    public const double ResetShare = 0.5;

    /// <summary>How many times more than the median view a view has to have said.</summary>
    public const double MedianFactor = 3;

    /// <summary>Share of the table that has to be back.</summary>
    public const double RefilledShare = 0.9;

    /// <summary>Quiet bins after which a table is taken for what it is.</summary>
    public const int SettleBins = 12;

    private readonly HashSet<(int View, uint Origin)> _private = [];
    private readonly HashSet<(int View, uint Origin)> _lost = [];
    private readonly HashSet<(int View, uint Origin)> _spoken = [];

    /// <summary>Judges every view at the end of a bin and moves it into or out of transfer.</summary>
    /// <param name="usableBefore">The views that were usable in the bin before: the others that a view is compared with.</param>
    public void Judge(ViewMask usableBefore)
    {
        var views = table.Views;
        var loud = new bool[views.Count];
        var spoken = views.Select(view => view.TouchedPrefixes.Total).Order().ToArray();
        var median = spoken.Length == 0 ? 0 : spoken[spoken.Length / 2];
        for (var view = 0; view < views.Count; view++)
        {
            loud[view] = SpokeOfMuch(views[view], median);
        }

        CountOrigins(usableBefore, loud);
        var privately = CountByView(_private);
        var lost = CountByView(_lost);
        var heard = CountByView(_spoken);
        for (var view = 0; view < views.Count; view++)
        {
            loud[view] &= heard[view] >= LeastOrigins && heard[view] > TableShare * table.Origins.Count;
        }

        var loudShare = loud.Count(isLoud => isLoud) * 2 >= views.Count;
        var stable = new ViewMask();
        var heardWhole = new ViewMask();
        for (var view = 0; view < views.Count; view++)
        {
            var upheaval = privately[view] > PrivateOrigins
                || (loud[view] && !loudShare)
                || (lost[view] >= LeastOrigins && lost[view] >= ResetShare * (lost[view] + OriginsCarriedBy(view, lost[view])));
            Move(view, upheaval, stable, heardWhole);
        }

        if (stable.Count > 0)
        {
            table.ForgetUntouched(stable);
        }

        if (heardWhole.Count > 0)
        {
            table.MarkComplete(heardWhole);
        }
    }

    /// <summary>The views whose transfer goes on, so that what they have said since it began is kept.</summary>
    public ViewMask InTransfer()
    {
        var mask = new ViewMask();
        for (var view = 0; view < table.Views.Count; view++)
        {
            mask.Set(view, table.Views[view].InTransfer);
        }

        return mask;
    }

    private static int SizeBefore(View view) =>
        view.HourBefore.Count == 0 ? 0 : view.HourBefore.Last().IPv4 + view.HourBefore.Last().IPv6;

    private static bool SpokeOfMuch(View view, int median) =>
        view.TouchedPrefixes.Total > TableShare * Math.Max(SizeBefore(view), view.CarriedPrefixes.Total)
        && view.TouchedPrefixes.Total > MedianFactor * median;

    private void Move(int number, bool upheaval, ViewMask stable, ViewMask heardWhole)
    {
        var view = table.Views[number];
        if (view.Down)
        {
            view.CarriedBeforeTransfer = null;
            return;
        }

        if (upheaval && !view.InTransfer)
        {
            view.CarriedBeforeTransfer = SizeBefore(view);
            view.QuietBins = 0;
            return;
        }

        if (!view.InTransfer || view.RibLoading)
        {
            return;
        }

        var carried = view.CarriedPrefixes.Total;
        var quiet = !upheaval && (!view.Refilling || view.TouchedPrefixes.Total <= TableShare * carried);
        view.QuietBins = quiet ? view.QuietBins + 1 : 0;
        var full = carried > 0 && (view.SaidComplete || carried >= RefilledShare * (view.CarriedBeforeTransfer ?? int.MaxValue));
        var isGone = !view.Refilling && carried < ResetShare * view.CarriedBeforeTransfer;
        if (view.QuietBins < (full ? 1 : SettleBins) || isGone)
        {
            return;
        }

        if (view.Refilling)
        {
            heardWhole.Set(number, carried > 0);
            view.FromRib |= carried > 0;
        }
        else if (Retold(number) >= RefilledShare * (view.CarriedBeforeTransfer ?? 0))
        {
            stable.Set(number, true);
        }

        view.CarriedBeforeTransfer = null;
        view.Refilling = view.SaidComplete = false;
        view.QuietBins = 0;
    }

    private int Retold(int view)
    {
        var count = 0;
        foreach (var prefix in table.TouchedPrefixes)
        {
            count += table.Touched.Get(prefix, view) && table.Carried.Get(prefix, view) ? 1 : 0;
        }

        return count;
    }

    private void CountOrigins(ViewMask usable, bool[] loud)
    {
        _private.Clear();
        _lost.Clear();
        _spoken.Clear();
        foreach (var prefix in table.TouchedPrefixes)
        {
            var spoken = table.Spoken[prefix];
            var carried = table.Carried[prefix];
            var others = usable.CountIn(carried) * 2 >= Math.Max(1, usable.CountIn(table.Known[prefix]));
            for (var word = 0; word < spoken.Length; word++)
            {
                for (var bits = spoken[word]; bits != 0; bits &= bits - 1)
                {
                    var view = (word << 6) + BitOperations.TrailingZeroCount(bits);
                    var isLost = (carried[word] & (bits & (~bits + 1))) == 0;
                    if (isLost || loud[view])
                    {
                        Count(prefix, view, isLost, others);
                    }
                }
            }
        }
    }

    private void Count(int prefix, int view, bool isLost, bool othersCarry)
    {
        for (var route = table.FirstRoute(prefix); route >= 0; route = table.Route(route).Next)
        {
            var key = (view, table.Route(route).Origin);
            _spoken.Add(key);
            if (isLost)
            {
                _lost.Add(key);
                if (othersCarry)
                {
                    _private.Add(key);
                }
            }
        }
    }

    private int[] CountByView(HashSet<(int View, uint Origin)> pairs)
    {
        var counts = new int[table.Views.Count];
        foreach (var (view, _) in pairs)
        {
            counts[view]++;
        }

        return counts;
    }

    /// <summary>Origins that the view still carries, other than those it lost; counted only where it matters.</summary>
    private int OriginsCarriedBy(int view, int lost)
    {
        var count = 0;
        foreach (var origin in table.Origins)
        {
            foreach (var route in table.RoutesOf(origin))
            {
                if (table.CarriedByRoute.Get(route, view))
                {
                    count += _lost.Contains((view, origin)) ? 0 : 1;
                    break;
                }
            }

            if (count > lost)
            {
                break;
            }
        }

        return count;
    }
}
