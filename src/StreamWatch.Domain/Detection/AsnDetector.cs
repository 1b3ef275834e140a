using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Detection;

/// <summary>
/// Outages of ASNs by visibility, from a table and the views that may be asked, bin by bin. The table is the whole one, or holds the prefixes of the ASNs that
/// are followed here. Pure: the same tables give the same answers.
/// </summary>
public sealed class AsnDetector
{
    private readonly DetectionOptions _options;
    private readonly IDetectionSink _sink;
    private readonly Establishment _establishment;
    private readonly VisibilityMeter _meter;
    private readonly VisibilityMeter _sampler;
    private readonly OutageBook _book;
    private readonly FamilyDetection[] _families;

    /// <param name="table">What the views carry.</param>
    /// <param name="ipv4">The views that may be asked about IPv4.</param>
    /// <param name="ipv6">The views that may be asked about IPv6.</param>
    /// <param name="options">The numbers that decide.</param>
    /// <param name="sink">Takes what is found.</param>
    /// <param name="share">Which ASNs are followed here; null for all.</param>
    public AsnDetector(RouteTable table, UsableViews ipv4, UsableViews ipv6, DetectionOptions options, IDetectionSink sink, IAsnShare? share = null)
    {
        _options = options;
        _sink = sink;
        _establishment = new Establishment(table, options);
        _meter = new VisibilityMeter(table);
        _sampler = new VisibilityMeter(table);
        _book = new OutageBook(options);
        _families = [new(AddressFamily.IPv4, table, ipv4, options, share), new(AddressFamily.IPv6, table, ipv6, options, share)];
    }

    /// <summary>Something was said of the origin's prefixes of this family by views that may be asked.</summary>
    public void Hear(AddressFamily family, uint origin) => _families[family == AddressFamily.IPv4 ? 0 : 1].Hear(origin);

    /// <summary>
    /// Measures the watched ASNs in the middle of a bin, with the views that were usable at the end of the last one: evidence for the order in
    /// which things happened, finer than a bin. Decides nothing.
    /// </summary>
    /// <param name="atMicros">The table is as it was at this time.</param>
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

    /// <summary>Takes up what is new in the table at the end of a bin: origins and routes. Before <see cref="Hear"/>.</summary>
    /// <param name="doubts">Grows whenever the word of views on many prefixes changes at once.</param>
    public void TakeUp(long doubts)
    {
        foreach (var family in _families)
        {
            family.TakeUp(doubts);
        }
    }

    /// <summary>Closes a bin, of which everything was taken up and heard.</summary>
    /// <param name="bin">Number of the bin.</param>
    /// <param name="firstBin">The first bin with an event.</param>
    public void CloseBin(long bin, long firstBin)
    {
        foreach (var family in _families)
        {
            foreach (var asn in family.Asns)
            {
                Step(bin, firstBin, family, asn);
            }
        }

        _sink.BinClosed(DateTime.UnixEpoch.AddTicks((bin + 1) * _options.AsnBin.Ticks));
    }

    /// <summary>Bins are left out: there was nothing for longer than a baseline remembers.</summary>
    /// <param name="bins">So many bins were empty or are left out.</param>
    public void Skip(long bins)
    {
        Complete();
        foreach (var asn in _families.SelectMany(family => family.Asns))
        {
            asn.Signal.ForgetPast(bins);
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

    private void Step(long bin, long firstBin, FamilyDetection family, FollowedAsn asn)
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
        if (joined > Evidence.Dumped && asn.Signal.IsNew && bin - firstBin >= _options.WarmUpBins)
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
