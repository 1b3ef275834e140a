using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Tests.Domain.Outages;

/// <summary>
/// The rules of an ASN's outages as the design writes them, judged anew for every bin from the whole list of bins so far:
/// opens under half of the median for so many bins in a row (watched: under 90 %), closes at 90 % or more for so many in a row, is
/// rebaselined when open for too long. The baseline takes no unknown bin and none that belongs to an outage.
/// </summary>
sealed class SlowSignal(DetectionOptions options, bool watched)
{
    readonly List<double> _baseline = [];
    readonly List<(BinState State, double Visibility)> _sinceDecision = [];

    public (long Onset, long Detected, OutageSeverity Severity, double Min)? Open { get; private set; }

    public long? RecoveredBin { get; private set; }

    double Median => _baseline.TakeLast(options.BaselineBins).Order().ElementAt((Math.Min(_baseline.Count, options.BaselineBins) - 1) / 2);

    public (BinState State, SignalChange Change) Step(long bin, VisibilitySample sample, int viewsNeeded)
    {
        if (Open is { } old && bin - old.Onset >= options.RebaselineAfter / options.AsnBin)
        {
            Open = null;
            _baseline.Clear();
            _sinceDecision.Clear();
            _known = 0;
            return (BinState.WarmUp, SignalChange.Rebaselined);
        }

        var isKnown = sample.Visibility is not null && sample.KnownShare >= (Open is null ? options.CriticalBelow : options.PartialBelow);
        if (!isKnown)
        {
            return (Interrupt(BinState.Unknown), SignalChange.None);
        }

        var visibility = sample.Visibility!.Value;
        if (Open is null && _known < options.WarmUpBins)
        {
            // What falls to under half of what was seen so far is kept apart: the outage that it may be the start of opens later.
            _known++;
            if (_baseline.Count > 0 && visibility < options.CriticalBelow * Median)
            {
                _low.Add(visibility);
            }
            else
            {
                _low.Clear();
                _baseline.Add(visibility);
            }

            return (BinState.WarmUp, SignalChange.None);
        }

        if (Open is null && Median * sample.ViewsUsable < viewsNeeded)
        {
            Interrupt(BinState.WarmUp);
            _baseline.Add(visibility);
            return (BinState.WarmUp, SignalChange.None);
        }

        var ratio = visibility / (Open is null ? Median : _frozen);
        var state = ratio < options.CriticalBelow ? BinState.Critical
            : ratio < options.PartialBelow ? BinState.Partial
            : ratio < options.WarningBelow ? BinState.Warning : BinState.Normal;
        _sinceDecision.Add((state, visibility));
        return (state, Open is null ? TryOpen(bin) : TryClose(bin, visibility));
    }

    double _frozen;
    int _known;
    readonly List<double> _low = [];

    static int Run(IEnumerable<(BinState State, double)> bins, Func<BinState, bool> holds) => bins.Reverse().TakeWhile(b => holds(b.State)).Count();

    SignalChange TryOpen(long bin)
    {
        var critical = Run(_sinceDecision, s => s == BinState.Critical);
        var partial = watched ? Run(_sinceDecision, s => s >= BinState.Partial) : 0;
        var low = Math.Max(critical, partial) == _sinceDecision.Count ? _low : [];
        critical += critical == _sinceDecision.Count ? _low.Count : 0;
        partial += watched && partial == _sinceDecision.Count ? _low.Count : 0;
        if (critical >= options.OpenBins || partial >= options.OpenBins)
        {
            _frozen = Median;
            var run = Math.Max(critical, partial);
            Open = (bin - run + 1, bin, critical >= options.OpenBins ? OutageSeverity.Critical : OutageSeverity.Partial,
                _sinceDecision.TakeLast(run).Select(b => b.Visibility).Concat(low).Min());
            _low.Clear();
            return SignalChange.Opened;
        }

        if (critical == 0 && partial == 0)
        {
            Interrupt(BinState.Normal);
        }

        return SignalChange.None;
    }

    SignalChange TryClose(long bin, double visibility)
    {
        var (onset, detected, severity, min) = Open!.Value;
        var closing = Run(_sinceDecision, s => s is BinState.Normal or BinState.Warning);
        if (closing >= options.CloseBins)
        {
            RecoveredBin = bin - closing + 1;
            Open = null;
            _sinceDecision.Clear();
            return SignalChange.Recovered;
        }

        var worsens = severity == OutageSeverity.Partial && Run(_sinceDecision, s => s == BinState.Critical) >= options.OpenBins;
        Open = (onset, detected, worsens ? OutageSeverity.Critical : severity, Math.Min(min, visibility));
        return worsens ? SignalChange.Worsened : SignalChange.None;
    }

    /// <summary>Runs end here; what did not become an outage was none and belongs to the baseline.</summary>
    BinState Interrupt(BinState state)
    {
        _low.Clear();
        if (Open is null)
        {
            _baseline.AddRange(_sinceDecision.Select(b => b.Visibility));
            _sinceDecision.Clear();
        }
        else
        {
            _sinceDecision.Add((BinState.Unknown, 0));
        }

        return state;
    }
}
