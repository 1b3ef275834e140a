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

    /// <summary>What an earlier process decided; null where there was none.</summary>
    public ToldOutages? Told { get; set; }

    /// <summary>What an earlier process said last of the downtime that is open, or closed last; null where it was opened by this one.</summary>
    public OutageRevision? ToldLast { get; private set; }

    /// <summary>Takes a bin.</summary>
    public SignalChange Step(long bin, Verdict verdict, bool isInMaintenance)
    {
        if (OnsetBin is null && Told?.OpenedBy(bin) is { } told)
        {
            (OnsetBin, RecoveredBin, ToldLast, _hasServed) = (Told.OnsetBin(told), null, told, true);
            _openingRun = _closingRun = 0;
            return SignalChange.Opened;
        }

        if (OnsetBin is not null && ToldLast is { } last && Told!.EndedBin(last) is { } ended)
        {
            return Follow(bin, ended, last);
        }

        if (OnsetBin is { } onset && Told?.MayDecide(bin) != false && bin - onset >= options.RebaselineAfter.Ticks / options.TargetBin.Ticks)
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
        if (_closingRun < options.CloseBins || Told?.MayDecide(bin) == false)
        {
            Hold(ref _closingRun, ref _closingBin, options.CloseBins, bin);
            return SignalChange.None;
        }

        (OnsetBin, RecoveredBin) = (null, _closingBin);
        _closingRun = 0;
        return SignalChange.Recovered;
    }

    private SignalChange Watch(long bin)
    {
        _openingBin = _openingRun++ == 0 ? bin : _openingBin;
        if (_openingRun < options.OpenBins || Told?.MayDecide(bin) == false)
        {
            Hold(ref _openingRun, ref _openingBin, options.OpenBins, bin);
            return SignalChange.None;
        }

        (OnsetBin, RecoveredBin, ToldLast) = (_openingBin, null, null);
        _openingRun = _closingRun = 0;
        return SignalChange.Opened;
    }

    /// <summary>Ends the downtime in the bin in which it was ended before.</summary>
    private SignalChange Follow(long bin, long endedBin, OutageRevision told)
    {
        if (bin < endedBin)
        {
            return SignalChange.None;
        }

        var isRecovered = told.State == OutageState.Recovered;
        (OnsetBin, RecoveredBin, _hasServed) = (null, isRecovered ? endedBin - options.CloseBins + 1 : null, isRecovered);
        return isRecovered ? SignalChange.Recovered : SignalChange.Rebaselined;
    }

    /// <summary>A run that may not decide yet is kept one short of it: what is decided later begins no earlier than it would have.</summary>
    private static void Hold(ref int run, ref long firstBin, int needed, long bin)
    {
        if (run >= needed)
        {
            run = needed - 1;
            firstBin = bin - run + 1;
        }
    }

    private SignalChange Rest()
    {
        _openingRun = 0;
        return SignalChange.None;
    }
}
