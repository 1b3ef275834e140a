using StreamWatch.Domain.Routing;

namespace StreamWatch.Topology.Buckets;

/// <summary>What came for a bin in this bucket.</summary>
internal sealed class WaitingBin
{
    private bool _isSorted;

    /// <summary>The events; their views are numbered by this bucket.</summary>
    public List<RouteEvent> Events { get; private set; } = [];

    /// <summary>Route collectors whose inputs end in it, and when, microseconds since the epoch.</summary>
    public List<(string Collector, long AtMicros)> Ends { get; } = [];

    /// <summary>
    /// Puts the events in order: by time; a dump's end stands behind its entries, which other views have at the same time, and ends at one time in the order
    /// of their route collectors' names, as it is in every bucket. Stable: what one view said at one time stays in the order it was said.
    /// </summary>
    public void Sort(IReadOnlyList<ViewKey> views)
    {
        if (_isSorted)
        {
            return;
        }

        _isSorted = true;
        for (var i = 1; i < Events.Count; i++)
        {
            if (Compare(Events[i - 1], Events[i], views) > 0)
            {
                Events = [.. Events.Order(Comparer<RouteEvent>.Create((one, other) => Compare(one, other, views)))];
                return;
            }
        }
    }

    private static int Compare(in RouteEvent one, in RouteEvent other, IReadOnlyList<ViewKey> views)
    {
        var isEnd = one.Kind == RouteEventKind.RibEnd;
        var order = (one.ReceivedAtMicros, isEnd).CompareTo((other.ReceivedAtMicros, other.Kind == RouteEventKind.RibEnd));
        return order != 0 || !isEnd ? order : string.CompareOrdinal(views[one.View].Collector, views[other.View].Collector);
    }
}
