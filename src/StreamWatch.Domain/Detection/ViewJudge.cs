using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Detection;

/// <summary>
/// Decides at the end of a bin which views may be asked. It sees the views' sizes and sessions alone, of all buckets together, so that every bucket that hears
/// the same of the others comes to the same.
/// </summary>
public sealed class ViewJudge
{
    private readonly IReadOnlyList<View> _views;
    private readonly DetectionOptions _options;
    private readonly TransferWatch _transfers;

    /// <param name="views">The views; their sizes are those of all buckets together.</param>
    /// <param name="options">The numbers that decide.</param>
    public ViewJudge(IReadOnlyList<View> views, DetectionOptions options)
    {
        _views = views;
        _options = options;
        _transfers = new TransferWatch(views);
        IPv4 = new UsableViews(views, options);
        IPv6 = new UsableViews(views, options);
    }

    /// <summary>The views that may be asked about IPv4.</summary>
    public UsableViews IPv4 { get; }

    /// <summary>The views that may be asked about IPv6.</summary>
    public UsableViews IPv6 { get; }

    /// <summary>The views that may be asked about anything.</summary>
    public ViewMask Usable { get; } = new();

    /// <summary>The views that were loud in this bin (<see cref="TransferWatch"/>).</summary>
    public ViewMask Loud() => _transfers.Loud();

    /// <summary>Moves views into and out of transfer, and says what that does to the tables.</summary>
    public TableOrders Judge(ITableChanges changes, ViewMask loud)
    {
        var orders = new TableOrders();
        _transfers.Judge(changes, loud, orders.ForgetUntouched, orders.MarkComplete);
        for (var view = 0; view < _views.Count; view++)
        {
            var isWhole = orders.MarkComplete.Contains(view);
            orders.CompleteIPv4.Set(view, isWhole && _views[view].CarriedPrefixes[AddressFamily.IPv4] > 0);
            orders.CompleteIPv6.Set(view, isWhole && _views[view].CarriedPrefixes[AddressFamily.IPv6] > 0);
        }

        return orders;
    }

    /// <summary>Finds the views that may be asked, after the orders were carried out.</summary>
    /// <param name="silent">Views of route collectors that were away in this bin.</param>
    public void Find(ViewMask silent)
    {
        IPv4.Find(AddressFamily.IPv4, silent);
        IPv6.Find(AddressFamily.IPv6, silent);
        for (var view = 0; view < _views.Count; view++)
        {
            Usable.Set(view, IPv4.Mask.Contains(view) || IPv6.Mask.Contains(view));
        }
    }

    /// <summary>The views whose transfer goes on.</summary>
    public ViewMask InTransfer() => _transfers.InTransfer();

    /// <summary>The bin is over: remembers how large the tables are.</summary>
    public void EndBin()
    {
        foreach (var view in _views.Where(view => view.IsHeard))
        {
            view.HourBefore.Enqueue((view.CarriedPrefixes[AddressFamily.IPv4], view.CarriedPrefixes[AddressFamily.IPv6]));
            while (view.HourBefore.Count > Math.Max(1, TimeSpan.TicksPerHour / _options.AsnBin.Ticks))
            {
                view.HourBefore.Dequeue();
            }
        }
    }
}
