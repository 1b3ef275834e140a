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
public sealed class TransferWatch(IReadOnlyList<View> views)
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

    /// <summary>The views that spoke of much of their table in this bin while the median view did not.</summary>
    public ViewMask Loud()
    {
        var loud = new ViewMask();
        var spoken = views.Where(view => view.IsHeard).Select(view => view.TouchedPrefixes.Total).Order().ToArray();
        var median = spoken.Length == 0 ? 0 : spoken[spoken.Length / 2];
        for (var view = 0; view < views.Count; view++)
        {
            loud.Set(view, SpokeOfMuch(views[view], median));
        }

        return loud;
    }

    /// <summary>Judges every view at the end of a bin and moves it into or out of transfer.</summary>
    /// <param name="changes">What the tables went through.</param>
    /// <param name="loud">The views that were loud.</param>
    /// <param name="stable">Is given the views that are stable again without a session's end: what they did not say again is unknown.</param>
    /// <param name="heardWhole">Is given the views whose whole table was heard since their session came up.</param>
    public void Judge(ITableChanges changes, ViewMask loud, ViewMask stable, ViewMask heardWhole)
    {
        var isLoud = new bool[views.Count];
        for (var view = 0; view < views.Count; view++)
        {
            isLoud[view] = loud.Contains(view) && changes.Spoken(view) is var spoken && spoken >= LeastOrigins && spoken > TableShare * changes.Origins;
        }

        var mostAreLoud = isLoud.Count(it => it) * 2 >= views.Count(view => view.IsHeard);
        for (var view = 0; view < views.Count; view++)
        {
            var lost = changes.Lost(view);
            var upheaval = changes.LostAlone(view) > PrivateOrigins
                || (isLoud[view] && !mostAreLoud)
                || (lost >= LeastOrigins && lost >= ResetShare * (lost + changes.Carried(view, lost)));
            Move(view, upheaval, changes, stable, heardWhole);
        }
    }

    /// <summary>The views whose transfer goes on, so that what they have said since it began is kept.</summary>
    public ViewMask InTransfer()
    {
        var mask = new ViewMask();
        for (var view = 0; view < views.Count; view++)
        {
            mask.Set(view, views[view].InTransfer);
        }

        return mask;
    }

    private static int SizeBefore(View view) =>
        view.HourBefore.Count == 0 ? 0 : view.HourBefore.Last().IPv4 + view.HourBefore.Last().IPv6;

    private static bool SpokeOfMuch(View view, int median) =>
        view.TouchedPrefixes.Total > TableShare * Math.Max(SizeBefore(view), view.CarriedPrefixes.Total)
        && view.TouchedPrefixes.Total > MedianFactor * median;

    private void Move(int number, bool upheaval, ITableChanges changes, ViewMask stable, ViewMask heardWhole)
    {
        var view = views[number];
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
        else if (changes.Retold(number) >= RefilledShare * (view.CarriedBeforeTransfer ?? 0))
        {
            stable.Set(number, true);
        }

        view.CarriedBeforeTransfer = null;
        view.Refilling = view.SaidComplete = false;
        view.QuietBins = 0;
    }
}
