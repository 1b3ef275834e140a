using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Outages;

/// <summary>
/// Decides from one visibility after another whether an ASN has an outage: opens under half of the baseline for two bins
/// in a row (watched ASNs under 90 % too), closes at 90 % for three in a row. Unknown bins break both runs and decide
/// nothing. The baseline takes no bin of an outage and stands still while one is open. What falls to under half of what was seen before the
/// warm-up is over is no part of the normal state either: it opens, from where it began, once the warm-up has passed.
/// </summary>
public sealed class AsnSignal(DetectionOptions options, bool watched)
{
    private readonly Baseline _baseline = new(options.BaselineBins);
    private readonly List<double> _pending = [];
    private int _criticalRun;
    private int _partialRun;
    private int _closingRun;
    private int _knownBins;
    private double? _lowInWarmUp;

    /// <summary>The outage that is open, or null.</summary>
    public OpenOutage? Open { get; private set; }

    /// <summary>The baseline in force: frozen while an outage is open; null before the first known bin.</summary>
    public double? Baseline => Open?.Baseline ?? _baseline.Median;

    /// <summary>Whether it has fallen to under half of what was seen before the warm-up was over: it may be the start of an outage.</summary>
    public bool IsLowInWarmUp => _lowInWarmUp is not null;

    /// <summary>Whether any bin has been taken into the baseline.</summary>
    public bool IsNew => _baseline.Count == 0;

    /// <summary>Fills the baseline with what is known of the time before the first bin.</summary>
    public void Seed(double visibility, int bins)
    {
        for (var i = 0; i < Math.Min(bins, options.WarmUpBins); i++)
        {
            _baseline.Add(visibility);
            _knownBins++;
        }
    }

    /// <summary>Takes the next bin.</summary>
    /// <param name="bin">Number of the bin.</param>
    /// <param name="sample">What was measured; its visibility is null where it is unknown.</param>
    /// <param name="viewsNeeded">Views that have to have carried the space for its loss to mean something.</param>
    /// <param name="expected">
    /// What the visibility would be if every view that was asked carried what it did when the space was last well; null
    /// where that is not known. A loss that it explains is a change of the views, and unknown.
    /// </param>
    public (BinState State, SignalChange Change) Step(long bin, in VisibilitySample sample, int viewsNeeded, double? expected = null)
    {
        if (Open is { } open && bin - open.OnsetBin >= options.RebaselineAfter.Ticks / options.AsnBin.Ticks)
        {
            Reset();
            return (BinState.WarmUp, SignalChange.Rebaselined);
        }

        var knownNeeded = Open is null ? options.CriticalBelow : options.PartialBelow;
        if (sample.Visibility is not { } visibility || sample.KnownShare < knownNeeded)
        {
            BreakRuns();
            return (BinState.Unknown, SignalChange.None);
        }

        if (Open is null && _knownBins < options.WarmUpBins)
        {
            WarmUp(visibility);
            return (BinState.WarmUp, SignalChange.None);
        }

        if (Open is null && _baseline.Median * sample.ViewsUsable < viewsNeeded)
        {
            BreakRuns();
            _baseline.Add(visibility);
            return (BinState.WarmUp, SignalChange.None);
        }

        var ratio = visibility / Baseline!.Value;
        var state = ratio < options.CriticalBelow ? BinState.Critical
            : ratio < options.PartialBelow ? BinState.Partial
            : ratio < options.WarningBelow ? BinState.Warning
            : BinState.Normal;
        if (expected / Baseline is { } expectedRatio && IsExplained(state, expectedRatio))
        {
            BreakRuns();
            return (BinState.Unknown, SignalChange.None);
        }

        _criticalRun = ratio < options.CriticalBelow ? _criticalRun + 1 : 0;
        _partialRun = ratio < options.PartialBelow ? _partialRun + 1 : 0;
        _closingRun = ratio >= options.PartialBelow ? _closingRun + 1 : 0;
        return (state, Open is null ? Watch(bin, visibility, sample) : Follow(bin, visibility));
    }

    /// <summary>Nothing was known for so many bins; a baseline that is older than its window is forgotten.</summary>
    public void ForgetPast(long bins)
    {
        BreakRuns();
        if (bins >= options.BaselineBins)
        {
            _baseline.Clear();
            _knownBins = 0;
        }
    }

    private void WarmUp(double visibility)
    {
        _knownBins++;
        if (visibility < options.CriticalBelow * _baseline.Median)
        {
            _criticalRun++;
            _partialRun++;
            _lowInWarmUp = Math.Min(_lowInWarmUp ?? 1, visibility);
            return;
        }

        BreakRuns();
        _baseline.Add(visibility);
    }

    private bool IsExplained(BinState state, double expectedRatio) => state switch
    {
        BinState.Critical => expectedRatio < options.CriticalBelow,
        BinState.Partial => expectedRatio < options.PartialBelow,
        _ => false,
    };

    private SignalChange Watch(long bin, double visibility, in VisibilitySample sample)
    {
        var critical = _criticalRun >= options.OpenBins;
        var partial = watched && _partialRun >= options.OpenBins;
        if (critical || partial)
        {
            _pending.Add(visibility);
            Open = new OpenOutage(bin - (partial ? _partialRun : _criticalRun) + 1, bin, _baseline.Median!.Value)
            {
                Severity = critical ? OutageSeverity.Critical : OutageSeverity.Partial,
                MinVisibility = Math.Min(_pending.Min(), _lowInWarmUp ?? 1),
                SpaceBlocks = sample.Space,
                ViewsUsable = sample.ViewsUsable,
            };
            _pending.Clear();
            _lowInWarmUp = null;
            return SignalChange.Opened;
        }

        if (_criticalRun > 0 || (watched && _partialRun > 0))
        {
            _pending.Add(visibility);
            return SignalChange.None;
        }

        BreakRuns();
        _baseline.Add(visibility);
        return SignalChange.None;
    }

    private SignalChange Follow(long bin, double visibility)
    {
        var open = Open!;
        if (_closingRun >= options.CloseBins)
        {
            open.RecoveredBin = bin - _closingRun + 1;
            Open = null;
            _criticalRun = _partialRun = _closingRun = 0;
            return SignalChange.Recovered;
        }

        open.MinVisibility = Math.Min(open.MinVisibility, visibility);
        if (open.Severity == OutageSeverity.Partial && _criticalRun >= options.OpenBins)
        {
            open.Severity = OutageSeverity.Critical;
            return SignalChange.Worsened;
        }

        return SignalChange.None;
    }

    private void BreakRuns()
    {
        _criticalRun = _partialRun = _closingRun = 0;
        _lowInWarmUp = null;
        BreakPending();
    }

    private void BreakPending()
    {
        foreach (var visibility in _pending)
        {
            _baseline.Add(visibility);
        }

        _pending.Clear();
    }

    private void Reset()
    {
        Open = null;
        _baseline.Clear();
        _pending.Clear();
        _criticalRun = _partialRun = _closingRun = _knownBins = 0;
        _lowInWarmUp = null;
    }
}
