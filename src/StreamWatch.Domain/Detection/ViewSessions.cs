using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Detection;

/// <summary>
/// What the views say, and what their sessions and dumps do to their tables: forgets what was lost with a session, and knows which tables are whole. Where the tables are spread
/// over buckets each bucket hears the same of the sessions, in the same order.
/// </summary>
/// <param name="views">The views, of which the sessions' states are kept.</param>
/// <param name="table">The table, or the part of it in this bucket; has the same views under the same numbers.</param>
public sealed class ViewSessions(IReadOnlyList<View> views, RouteTable table)
{
    private readonly List<(int View, int? Carried)> _transfers = [];

    /// <summary>
    /// What began or ended transfers in this bin, in order: the view, and how many prefixes it carried in this table when its session was lost; null where a
    /// dump made its table whole.
    /// </summary>
    public IReadOnlyList<(int View, int? Carried)> Transfers => _transfers;

    /// <summary>A dump that holds this view is being read.</summary>
    /// <param name="number">Number of the view.</param>
    /// <param name="family">Family of the prefixes of it that it holds, where they count; otherwise null.</param>
    public void LoadRib(int number, AddressFamily? family)
    {
        var view = views[number];
        view.RibLoading = true;
        view.RibHasIPv4 |= family == AddressFamily.IPv4;
        view.RibHasIPv6 |= family == AddressFamily.IPv6;
    }

    /// <summary>Takes what a view says, or what its session or a dump of its collector went through.</summary>
    public void Apply(in RouteEvent e)
    {
        var view = views[e.View];
        switch (e.Kind)
        {
            case RouteEventKind.RibEntry or RouteEventKind.Announcement:
                table.Announce(e);
                break;
            case RouteEventKind.Withdrawal:
                table.Withdraw(e);
                break;
            case RouteEventKind.RibEnd:
                EndRib(view.Key.Collector);
                break;
            case RouteEventKind.SessionDown:
                Lose(e.View);
                break;
            case RouteEventKind.SessionUp:
                if (!view.Down)
                {
                    // That it had fallen was not said.
                    Lose(e.View);
                }

                view.Down = false;
                view.Refilling = true;
                view.QuietBins = 0;
                break;
            case RouteEventKind.EndOfRib:
                view.SaidComplete = view.Refilling;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(e), e.Kind, "not an event of a view");
        }
    }

    /// <summary>The bin is over: takes up which transfers began and ended in it.</summary>
    /// <param name="carried">Of each of <see cref="Transfers"/>, how many prefixes the view carried in all buckets.</param>
    public void Settle(IReadOnlyList<int?> carried)
    {
        for (var i = 0; i < _transfers.Count; i++)
        {
            var view = views[_transfers[i].View];
            view.CarriedBeforeTransfer = carried[i] is { } before ? Math.Max(before, view.CarriedBeforeTransfer ?? 0) : null;
        }

        _transfers.Clear();
    }

    private void Lose(int number)
    {
        var view = views[number];
        _transfers.Add((number, table.Views[number].CarriedPrefixes.Total));
        view.Down = true;
        view.Refilling = view.SaidComplete = false;
        var lost = new ViewMask();
        lost.Set(number, true);
        table.Forget(lost);
    }

    private void EndRib(string collector)
    {
        var (loaded, ipv4, ipv6) = (new ViewMask(), new ViewMask(), new ViewMask());
        for (var number = 0; number < views.Count; number++)
        {
            var view = views[number];
            if (view.RibLoading && view.Key.Collector == collector)
            {
                loaded.Set(number, true);
                ipv4.Set(number, view.RibHasIPv4);
                ipv6.Set(number, view.RibHasIPv6);
                view.RibLoading = view.RibHasIPv4 = view.RibHasIPv6 = view.Refilling = view.Down = false;
                _transfers.Add((number, null));
                view.FromRib = true;
            }
        }

        table.ForgetUntouched(loaded);
        table.MarkComplete(loaded, ipv4, ipv6);
    }
}
