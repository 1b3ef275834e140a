using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;

namespace StreamWatch.Domain.Correlation;

/// <summary>Downtime of a single target: opens when it fails or is down for so many bins in a row, closes when it serves for so many. Unknown bins decide nothing.</summary>
public sealed class TargetSignal(ProbingOptions options)
{
    private bool _hasServed;
    private int _openingRun;
    private int _closingRun;
    private long _openingBin;
    private long _closingBin;

    /// <summary>First bin of the downtime that is open; null where none is.</summary>
    public long? OnsetBin { get; private set; }

    /// <summary>First bin in which it served again, of the downtime that closed last.</summary>
    public long? RecoveredBin { get; private set; }

    /// <summary>Takes a bin.</summary>
    public SignalChange Step(long bin, Verdict verdict, bool isInMaintenance)
    {
        if (OnsetBin is { } onset && bin - onset >= options.RebaselineAfter.Ticks / options.TargetBin.Ticks)
        {
            OnsetBin = null;
            _hasServed = false;
            return SignalChange.Rebaselined;
        }

        if (verdict == Verdict.Unknown || (isInMaintenance && OnsetBin is null))
        {
            _openingRun = _closingRun = 0;
            return SignalChange.None;
        }

        var serves = verdict is Verdict.Up or Verdict.Degraded;
        _hasServed |= serves;
        if (OnsetBin is null)
        {
            return _hasServed && !serves ? Watch(bin) : Rest();
        }

        if (!serves)
        {
            _closingRun = 0;
            return SignalChange.None;
        }

        _closingBin = _closingRun++ == 0 ? bin : _closingBin;
        if (_closingRun < options.CloseBins)
        {
            return SignalChange.None;
        }

        (OnsetBin, RecoveredBin) = (null, _closingBin);
        _closingRun = 0;
        return SignalChange.Recovered;
    }

    private SignalChange Watch(long bin)
    {
        _openingBin = _openingRun++ == 0 ? bin : _openingBin;
        if (_openingRun < options.OpenBins)
        {
            return SignalChange.None;
        }

        (OnsetBin, RecoveredBin) = (_openingBin, null);
        _openingRun = _closingRun = 0;
        return SignalChange.Opened;
    }

    private SignalChange Rest()
    {
        _openingRun = 0;
        return SignalChange.None;
    }
}
