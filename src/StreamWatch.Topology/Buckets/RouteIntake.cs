using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Routes;
using StreamWatch.Topology.Producers;
using View = StreamWatch.Schemas.Contracts.View;

namespace StreamWatch.Topology.Buckets;

/// <summary>Takes the batches of one partition of routes and keeps their events until their bin is closed.</summary>
internal sealed class RouteIntake(DetectionOptions options, int bucket)
{
    private readonly Dictionary<(string Collector, uint Asn, RouteAddress Address), int> _numbers = [];
    private readonly List<ViewKey> _views = [];
    private readonly List<uint?> _toldAs = [];
    private readonly SortedDictionary<long, WaitingBin> _waiting = [];
    private uint _told;

    /// <summary>Events that came after their bin was complete; they decide nothing.</summary>
    public long LateEvents { get; private set; }

    /// <summary>Elems taken.</summary>
    public long Elems { get; private set; }

    /// <summary>Bins before this are complete; null before the first word on it.</summary>
    public long? UpTo { get; private set; }

    /// <summary>Takes what a batch says, in the order in which it was read.</summary>
    public void Take(RouteBatchReader batch, CollectorWatch collectors)
    {
        Elems += batch.Elems;
        foreach (var span in batch.Batch.Declaration?.Uncovered ?? [])
        {
            collectors.DeclareUncovered(span.Collector, span.FromMicros, span.ToMicros);
        }

        var views = new int[batch.Batch.Views.Count];
        for (var i = 0; i < views.Length; i++)
        {
            views[i] = NumberOf(batch.Batch.Views[i], batch.Addresses[i]);
        }

        var marks = batch.Batch.Marks;
        var mark = 0;
        while (batch.NextUpdate())
        {
            var update = batch.Update;
            for (; mark < marks.Count && (long)batch.Header.FirstOrdinal + marks[mark].Ordinal <= update.Ordinal; mark++)
            {
                Take(marks[mark], views);
            }

            if (update.Decides)
            {
                Take(batch, views);
            }
        }

        for (; mark < marks.Count; mark++)
        {
            Take(marks[mark], views);
        }
    }

    /// <summary>Bins are complete: what the others have to know of them; null where nothing is new.</summary>
    /// <param name="upTo">The bins before this one.</param>
    /// <param name="isEnd">Whether no more comes, and all bins are.</param>
    public BucketActivity? Complete(long upTo, bool isEnd)
    {
        upTo = Math.Max(upTo, UpTo ?? long.MinValue);
        if (upTo == UpTo && !isEnd)
        {
            return null;
        }

        var activity = new BucketActivity { UpToBin = upTo, HasEnded = isEnd };
        foreach (var (bin, waiting) in _waiting)
        {
            if ((bin < upTo || isEnd) && (UpTo is not { } before || bin >= before))
            {
                activity.Bins.Add(Describe(bin, waiting));
            }
        }

        UpTo = isEnd ? long.MaxValue : upTo;
        return activity;
    }

    /// <summary>What came for a bin, its events in order; null where nothing did.</summary>
    public WaitingBin? TakeOut(long bin) => _waiting.Remove(bin, out var waiting) ? waiting : null;

    /// <summary>The view that this bucket numbers so.</summary>
    public ViewKey KeyOf(int view) => _views[view];

    private void Take(RouteMark mark, int[] views)
    {
        if (mark.Kind == RouteMark.Types.Kind.CollectorEnd)
        {
            // With the bin that it lies in, as in every bucket, however far this one has read ahead.
            BinAt(mark.AtMicros, 1)?.Ends.Add((mark.Collector, mark.AtMicros));
            return;
        }

        if (mark.Kind != RouteMark.Types.Kind.FileEnd && RouteBatchReader.EventOf(mark, views[mark.View]) is { } e)
        {
            BinAt(mark.AtMicros, 1)?.Events.Add(e);
        }
    }

    private void Take(RouteBatchReader batch, int[] views)
    {
        if (BinAt(batch.Update.ReceivedAtMicros, batch.PrefixesLeft) is not { } bin)
        {
            return;
        }

        var e = batch.EventOf(views[batch.Update.View]);
        while (batch.NextPrefix(out var prefix, out var pathId))
        {
            bin.Events.Add(e with { Prefix = prefix, PathId = pathId });
        }
    }

    /// <summary>The bin of so many events; null where they come too late, or have a time that no event has.</summary>
    private WaitingBin? BinAt(long micros, int events)
    {
        var bin = Math.DivRem(micros, options.BinMicros).Quotient;
        if (bin < UpTo || !EventTime.Holds(micros))
        {
            LateEvents += events;
            return null;
        }

        if (!_waiting.TryGetValue(bin, out var waiting))
        {
            _waiting.Add(bin, waiting = new WaitingBin());
        }

        return waiting;
    }

    private int NumberOf(View view, in RouteAddress address)
    {
        var key = (view.Collector, view.PeerAsn, address);
        if (!_numbers.TryGetValue(key, out var number))
        {
            _numbers.Add(key, number = _views.Count);
            _views.Add(new ViewKey(view.Collector, view.PeerAsn, address.ToIPAddress()));
            _toldAs.Add(null);
        }

        return number;
    }

    private BinActivity Describe(long bin, WaitingBin waiting)
    {
        waiting.Sort(_views);
        var activity = new BinActivity { Bin = bin };
        var slots = new SortedDictionary<(string Collector, long Slot), CollectorSlot>();
        var loads = new SortedSet<(uint Part, uint View, uint Family)>();
        var idle = options.IdleAfter.Ticks / TimeSpan.TicksPerMicrosecond;
        var part = 0u;
        var lastView = -1;
        var lastSlot = long.MinValue;
        CollectorSlot? slot = null;
        foreach (var e in waiting.Events)
        {
            if (_toldAs[e.View] is not { } toldAs)
            {
                _toldAs[e.View] = toldAs = _told++;
                activity.Views.Add(ViewCodec.Of(_views[e.View]));
            }

            if (e.Kind == RouteEventKind.RibEnd)
            {
                part++;
            }
            else if (e.Kind == RouteEventKind.RibEntry)
            {
                loads.Add((part, toldAs, RouteTable.Counts(e.Prefix) ? (uint)(e.Prefix.Family == AddressFamily.IPv4 ? 1 : 2) : 0));
            }
            else if (bucket == 0 || e.Kind is RouteEventKind.Announcement or RouteEventKind.Withdrawal)
            {
                var number = SourceRhythm.SlotOf(e.ReceivedAtMicros, idle);
                if (e.View != lastView || number != lastSlot)
                {
                    (lastView, lastSlot) = (e.View, number);
                    var collector = _views[e.View].Collector;
                    if (!slots.TryGetValue((collector, number), out slot))
                    {
                        slots.Add((collector, number), slot = new CollectorSlot { Collector = collector, FirstMicros = e.ReceivedAtMicros });
                    }
                }

                slot!.LastMicros = e.ReceivedAtMicros;
                slot.Count++;
            }
        }

        activity.Slots.AddRange(slots.Values);
        foreach (var load in loads.GroupBy(load => (load.Part, load.View)))
        {
            activity.Loads.Add(new RibLoad { Part = load.Key.Part, View = load.Key.View, Families = load.Aggregate(0u, (families, one) => families | one.Family) });
        }

        return activity;
    }
}
