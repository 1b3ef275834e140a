using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Detection;

/// <summary>
/// Outages of ASNs by visibility: takes the events of one bin after another in order of time, and decides when a bin is
/// closed. Pure: the same events give the same answers; it has no clock and does no I/O.
/// </summary>
public sealed class VisibilityDetector
{
    private readonly DetectionOptions _options;
    private readonly IDetectionSink _sink;
    private readonly TransferWatch _transfers;
    private readonly CollectorWatch _collectors;
    private readonly Establishment _establishment;
    private readonly VisibilityMeter _meter;
    private readonly VisibilityMeter _sampler;
    private readonly OutageBook _book;
    private readonly FamilyDetection[] _families;
    private readonly ViewMask _usable = new();

    /// <summary>Makes a detector with an empty table.</summary>
    public VisibilityDetector(DetectionOptions options, IDetectionSink sink)
    {
        _options = options;
        _sink = sink;
        _transfers = new TransferWatch(Table);
        _collectors = new CollectorWatch(Table, options);
        _establishment = new Establishment(Table, options);
        _meter = new VisibilityMeter(Table);
        _sampler = new VisibilityMeter(Table);
        _book = new OutageBook(options);
        _families = [new(AddressFamily.IPv4, Table, options), new(AddressFamily.IPv6, Table, options)];
    }

    /// <summary>What the views carry.</summary>
    public RouteTable Table { get; } = new();

    /// <summary>The first bin with an event; null before it.</summary>
    public long? FirstBin { get; private set; }

    /// <summary>Adds a view and returns its number.</summary>
    public int AddView(ViewKey key)
    {
        var number = Table.AddView(key);
        _collectors.Add(number, key.Collector);
        return number;
    }

    /// <summary>Says that the inputs hold nothing of this route collector between these times (microseconds since the epoch).</summary>
    public void DeclareUncovered(string collector, long fromMicros, long toMicros) =>
        _collectors.DeclareUncovered(collector, fromMicros, toMicros);

    /// <summary>Says that this route collector's inputs end at this time (microseconds since the epoch): its silence after it is not the networks'.</summary>
    public void EndCollector(string collector, long lastMicros) => _collectors.End(collector, lastMicros);

    /// <summary>Takes the next event. Events come in order of time and lie in the bin that is closed next.</summary>
    public void Apply(in RouteEvent e)
    {
        FirstBin ??= Math.DivRem(e.ReceivedAtMicros, _options.BinMicros).Quotient;
        _collectors.Hear(e);
        var view = Table.Views[e.View];
        switch (e.Kind)
        {
            case RouteEventKind.RibEntry:
                view.RibLoading = true;
                Table.Announce(e);
                break;
            case RouteEventKind.Announcement:
                Table.Announce(e);
                break;
            case RouteEventKind.Withdrawal:
                Table.Withdraw(e);
                break;
            case RouteEventKind.RibEnd:
                EndRib(view.Key.Collector);
                break;
            case RouteEventKind.SessionDown:
                LoseSession(e.View);
                break;
            case RouteEventKind.SessionUp:
                if (!view.Down)
                {
                    // That it had fallen was not said.
                    LoseSession(e.View);
                }

                StartTransfer(view);
                break;
            case RouteEventKind.EndOfRib:
                view.SaidComplete = view.Refilling;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(e), e.Kind, "unknown kind of route event");
        }
    }

    /// <summary>
    /// Measures the watched ASNs in the middle of a bin, with the views that were usable at the end of the last one: evidence for the order in
    /// which things happened, finer than a bin. Decides nothing.
    /// </summary>
    /// <param name="atMicros">Every event before this time has been applied.</param>
    public void Sample(long atMicros)
    {
        foreach (var family in _families)
        {
            foreach (var asn in family.Watched)
            {
                if (asn.Space.Blocks > 0 && family.Usable.Enough && asn.Signal.Baseline is > 0 and var baseline
                    && _sampler.Measure(asn.Space, family.Usable.Mask, family.Usable.ViewsNeeded) is { Visibility: { } visibility } sample)
                {
                    _sink.Sample(new RouteSample(asn.Asn, family.Family, atMicros, visibility / baseline, (double)sample.Split / sample.Known, sample.OriginChanged));
                }
            }
        }
    }

    /// <summary>Closes a bin: every event before its end has been applied. Bins are closed in a row, none left out.</summary>
    public void CloseBin(long bin)
    {
        var silent = _collectors.SilentIn(bin);
        _transfers.Judge(_usable);
        _usable.Clear();
        foreach (var family in _families)
        {
            family.Update(silent);
            foreach (var asn in family.Asns)
            {
                Step(bin, family, asn);
            }

            for (var view = 0; view < Table.Views.Count; view++)
            {
                _usable.Set(view, _usable.Contains(view) || family.Usable.Mask.Contains(view));
            }
        }

        Table.ClearTouched(_transfers.InTransfer());
        foreach (var view in Table.Views)
        {
            view.HourBefore.Enqueue((view.CarriedPrefixes[AddressFamily.IPv4], view.CarriedPrefixes[AddressFamily.IPv6]));
            while (view.HourBefore.Count > Math.Max(1, TimeSpan.TicksPerHour / _options.AsnBin.Ticks))
            {
                view.HourBefore.Dequeue();
            }
        }
    }

    /// <summary>
    /// Leaves out the bins from <paramref name="bin"/> to before <paramref name="later"/>: there was nothing for longer
    /// than a baseline remembers. What was withdrawn before is unknown after.
    /// </summary>
    public void Skip(long bin, long later)
    {
        Complete();
        var all = new ViewMask();
        for (var view = 0; view < Table.Views.Count; view++)
        {
            all.Set(view, true);
        }

        Table.DoubtLosses(all);
        foreach (var asn in _families.SelectMany(family => family.Asns))
        {
            asn.Signal.ForgetPast(later - bin);
        }
    }

    /// <summary>Gives out what is left; no events follow.</summary>
    public void Complete()
    {
        foreach (var asn in _families.SelectMany(family => family.Asns))
        {
            GiveOut(asn);
        }
    }

    private static ViewMask Only(int view)
    {
        var mask = new ViewMask();
        mask.Set(view, true);
        return mask;
    }

    private static void StartTransfer(View view)
    {
        view.Down = false;
        view.Refilling = true;
        view.QuietBins = 0;
    }

    private void LoseSession(int number)
    {
        var view = Table.Views[number];
        view.CarriedBeforeTransfer = Math.Max(view.CarriedPrefixes.Total, view.CarriedBeforeTransfer ?? 0);
        view.Down = true;
        view.Refilling = view.SaidComplete = false;
        Table.Forget(Only(number));
    }

    private void EndRib(string collector)
    {
        var loaded = new ViewMask();
        for (var number = 0; number < Table.Views.Count; number++)
        {
            var view = Table.Views[number];
            if (view.RibLoading && view.Key.Collector == collector)
            {
                loaded.Set(number, true);
                view.RibLoading = view.Refilling = view.Down = false;
                view.CarriedBeforeTransfer = null;
                view.FromRib = true;
            }
        }

        Table.ForgetUntouched(loaded);
        Table.MarkComplete(loaded);
    }

    private void Step(long bin, FamilyDetection family, FollowedAsn asn)
    {
        var usable = family.Usable;
        var isNew = asn.IsNew || family.IsAllNew || bin >= asn.DueBin || asn.LastState is not (BinState.Normal or BinState.WarmUp);
        asn.IsNew = false;
        if (asn.Routes.Count == 0 || (!isNew && asn.Space.Blocks == 0))
        {
            return;
        }

        var joined = isNew ? _establishment.Update(asn, bin, usable) : Evidence.None;
        if (asn.Space.Blocks == 0)
        {
            return;
        }

        if (isNew)
        {
            Measure(asn, usable);
        }

        var sample = asn.LastSample;
        if (joined > Evidence.Dumped && asn.Signal.IsNew && bin - FirstBin >= _options.WarmUpBins)
        {
            Seed(asn, joined, sample);
        }

        var open = asn.Signal.Open;
        var (state, change) = asn.Signal.Step(bin, sample, _options.ViewsNeeded, asn.LastShare);
        asn.LastState = state;
        if (isNew && state is (BinState.Normal or BinState.WarmUp) && !asn.Signal.IsLowInWarmUp && usable.Enough)
        {
            asn.Witnesses.Learn(_meter.Asked, _meter.Carrying);
            asn.LastShare = asn.Witnesses.ShareOf(_meter.Asked);
        }

        if (change != SignalChange.None)
        {
            asn.IsNew = true;
            var lost = _establishment.Lost(asn, usable);
            _sink.Outage(_book.Revise(asn, open ?? asn.Signal.Open!, change, usable.Basis, lost));
        }

        if (change == SignalChange.Rebaselined)
        {
            _establishment.DropLost(asn, usable);
        }

        Extend(asn, new AsnBin
        {
            Bin = bin,
            Bins = 1,
            Asn = asn.Asn,
            Family = asn.Family,
            Basis = usable.Basis,
            State = state,
            Baseline = asn.Signal.Baseline,
            Sample = sample,
        });
    }

    private void Measure(FollowedAsn asn, UsableViews usable)
    {
        if (usable.Enough)
        {
            asn.LastSample = _meter.Measure(asn.Space, usable.Mask, usable.ViewsNeeded);
            asn.LastShare = asn.Witnesses.ShareOf(_meter.Asked);
        }
        else
        {
            asn.LastSample = new VisibilitySample(asn.Space.Blocks, 0, 0, 0, 0, 0, 0, 0, usable.Mask.Count, 0);
            asn.LastShare = null;
        }
    }

    /// <summary>
    /// The time before an ASN's first established bin counts for its baseline: a route that was proved to have stood
    /// since the stream began was carried by all that knew it, one that stood for the warm-up as it is now.
    /// </summary>
    private void Seed(FollowedAsn asn, Evidence joined, in VisibilitySample sample)
    {
        if (joined == Evidence.Proven)
        {
            asn.Signal.Seed(1, _options.WarmUpBins);
        }
        else if (sample.Visibility is { } visibility)
        {
            asn.Signal.Seed(visibility, _options.WarmUpBins);
        }
    }

    private void Extend(FollowedAsn asn, in AsnBin next)
    {
        if (asn.Pending is { } pending)
        {
            var binsAnHour = Math.Max(1, TimeSpan.TicksPerHour / _options.AsnBin.Ticks);
            if (next.Continues(pending) && pending.Bin / binsAnHour == next.Bin / binsAnHour)
            {
                asn.Pending = pending with { Bins = pending.Bins + 1 };
                return;
            }

            GiveOut(asn);
        }

        asn.Pending = next;
    }

    private void GiveOut(FollowedAsn asn)
    {
        if (asn.Pending is { } pending && (pending.State != BinState.Unknown || !asn.Signal.IsNew))
        {
            _sink.Bins(pending);
        }

        asn.Pending = null;
    }
}
