using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Detection;

/// <summary>
/// Decides which routes make up an ASN's baseline address space. A route joins when a dump held it in most views, when
/// most views carried it for the warm-up, or when at least three views withdrew it without having announced it: a
/// withdrawal as a view's first word proves that the route stood before, while a prefix born in the stream is announced
/// first everywhere. It leaves when most views have lost it for a whole baseline window. Nothing changes while an outage is open.
/// </summary>
public sealed class Establishment(RouteTable table, DetectionOptions options)
{
    /// <summary>Views whose first word has to be a withdrawal.</summary>
    public const int ProvingViews = 3;

    private readonly List<int> _space = [];

    /// <summary>Looks at the ASN's routes at the end of a bin; the strongest evidence by which one joined.</summary>
    public Evidence Update(FollowedAsn asn, long bin, UsableViews usable)
    {
        if (asn.Signal.Open is not null || !usable.Enough)
        {
            TakeUpPieces(asn);
            return Evidence.None;
        }

        var strongest = Evidence.None;
        var left = false;
        asn.DueBin = long.MaxValue;
        foreach (var number in asn.Routes)
        {
            ref var route = ref table.Route(number);
            var known = usable.Mask.CountIn(table.Known[route.Prefix]);
            if (known < usable.ViewsNeeded)
            {
                continue;
            }

            if (route.Established)
            {
                left |= Leave(ref route, bin, IsLost(number, usable));
                asn.DueBin = Math.Min(asn.DueBin, route.LostSinceBin + options.BaselineBins ?? long.MaxValue);
                continue;
            }

            var evidence = Join(number, ref route, bin, known, usable);
            route.Established = evidence != Evidence.None;
            asn.DueBin = Math.Min(asn.DueBin, route.Established ? long.MaxValue : route.CarriedSinceBin + options.WarmUpBins ?? long.MaxValue);
            strongest = evidence > strongest ? evidence : strongest;
        }

        if (left || strongest != Evidence.None)
        {
            Rebuild(asn);
        }
        else
        {
            TakeUpPieces(asn);
        }

        return strongest;
    }

    /// <summary>Prefixes of the space that most of the views with a known word have lost, in order.</summary>
    public IReadOnlyList<Prefix> Lost(FollowedAsn asn, UsableViews usable)
    {
        var lost = new List<Prefix>();
        foreach (var node in asn.Space.Nodes)
        {
            if (node.Established && IsLost(node.Route, usable))
            {
                lost.Add(table.Prefixes[node.Prefix]);
            }
        }

        return lost;
    }

    /// <summary>Takes the lost routes out of the space: their absence is the new normal.</summary>
    public void DropLost(FollowedAsn asn, UsableViews usable)
    {
        foreach (var number in asn.Routes)
        {
            if (IsLost(number, usable))
            {
                ref var route = ref table.Route(number);
                route.Established = false;
                route.CarriedSinceBin = null;
            }
        }

        Rebuild(asn);
    }

    private static bool IsMost(int part, int whole) => part * 2 >= whole;

    private bool IsLost(int number, UsableViews usable)
    {
        var prefix = table.Route(number).Prefix;
        var known = usable.Mask.CountIn(table.Known[prefix]);
        return known > 0 && !IsMost(usable.Mask.CountIn(table.Carried[prefix]), known);
    }

    private bool Leave(ref Route route, long bin, bool isLost)
    {
        route.LostSinceBin = isLost ? route.LostSinceBin ?? bin : null;
        if (route.LostSinceBin is not { } since || bin - since < options.BaselineBins)
        {
            return false;
        }

        route.Established = false;
        route.CarriedSinceBin = route.LostSinceBin = null;
        return true;
    }

    private Evidence Join(int number, ref Route route, long bin, int known, UsableViews usable)
    {
        var isCarried = IsMost(usable.Mask.CountIn(table.CarriedByRoute[number]), known);
        route.CarriedSinceBin = isCarried ? route.CarriedSinceBin ?? bin : null;
        var isOnlyOrigin = table.FirstRoute(route.Prefix) == number && route.Next < 0;
        if (usable.Basis == Basis.Learned && isOnlyOrigin && table.WithdrawnUnheard(route.Prefix) >= ProvingViews)
        {
            return Evidence.Proven;
        }

        if (isCarried && bin - route.CarriedSinceBin >= options.WarmUpBins)
        {
            return Evidence.Stood;
        }

        return isCarried && route.FromRib ? Evidence.Dumped : Evidence.None;
    }

    /// <summary>Routes that are new may carry the space in other pieces.</summary>
    private void TakeUpPieces(FollowedAsn asn)
    {
        if (asn.Space.Blocks > 0 && asn.Space.Nodes.Length < asn.Routes.Count)
        {
            Rebuild(asn);
        }
    }

    private void Rebuild(FollowedAsn asn)
    {
        _space.Clear();
        if (asn.Routes.Exists(number => table.Route(number).Established))
        {
            _space.AddRange(asn.Routes);
        }

        asn.Space.Build(table, _space);
    }
}
