using StreamWatch.Domain.Targets;

namespace StreamWatch.Domain.Correlation;

/// <summary>
/// A unit of correlation over time: a distinct address, or hosts declared to share fate, and not a name. Ten names on one address that goes
/// down are one unit.
/// </summary>
/// <param name="key">Its key: what its hosts share, or their address.</param>
/// <param name="options">The numbers that decide.</param>
public sealed class UnitTrack(string key, ProbingOptions options)
{
    private const double LeastChance = 0.002;

    private readonly double _fading = Math.Exp(-1 / options.BaselineBins);
    private double _failingBins;
    private double _failures;
    private double _bins;
    private int _unfinishedBins;
    private bool _wasInOutage;
    private int _knownBins;
    private bool _hasServed;
    private bool _wasFailing;

    public string Key { get; } = key;

    /// <summary>The targets behind it.</summary>
    public List<TargetTrack> Targets { get; } = [];

    public UnitState State { get; private set; }

    /// <summary>The bin in which it went from serving to failing; null while it serves, and where it was never seen to serve.</summary>
    public long? EnteredBin { get; private set; }

    /// <summary>Whether enough is known of it to count.</summary>
    public bool IsWarm => _knownBins >= options.WarmUpBins && _hasServed;

    /// <summary>
    /// Chance that it is failing by itself in a bin, having begun to within so many: the lesser of how often it fails, (own failing bins + 0.5) /
    /// (own bins + 1), and of how often it begins to, (own failures + 0.5) / (own bins + 1) for each of the bins; at least 0.002. Failures that are not
    /// over do not count yet, those in outages never; of the others only the first hour does, as only that long they can be taken for a part of
    /// a common one.
    /// </summary>
    /// <param name="bins">Bins in which those that fail now began to, 1 and up.</param>
    public double OwnChance(long bins) => Math.Max(LeastChance, Math.Min(_failingBins + 0.5, (_failures + 0.5) * bins) / (_bins + 1));

    /// <summary>Whether it failed so recently that it may fail together with others.</summary>
    public bool HasJustEntered(long bin) => State == UnitState.Failing && EnteredBin is { } entered && bin - entered < options.EnteredBins;

    /// <summary>Whether it is to be asked at all in this bin: known, warm, not in maintenance, and not failing for longer than the window.</summary>
    public bool IsEligible(long bin) => IsWarm && (State == UnitState.Serving || HasJustEntered(bin));

    /// <summary>Takes what its targets came to in the bin.</summary>
    /// <param name="bin">Number of the bin.</param>
    /// <param name="isInMaintenance">Whether planned work was going on at a target of this number.</param>
    /// <param name="isInOutage">Whether it takes part in an open correlated outage; its own rate knows no outages.</param>
    public void Close(long bin, Func<int, bool> isInMaintenance, bool isInOutage)
    {
        State = Judge(isInMaintenance);
        if (State is UnitState.Unknown or UnitState.Maintenance)
        {
            _wasFailing &= State == UnitState.Unknown;
            return;
        }

        _knownBins++;
        var failing = State == UnitState.Failing;
        if (failing && !_wasFailing && _hasServed)
        {
            EnteredBin = bin;
        }
        else if (!failing)
        {
            EnteredBin = null;
        }

        _wasFailing = failing;
        _hasServed |= !failing;
        Count(failing, isInOutage, HasJustEntered(bin));
    }

    /// <summary>What a failure counts for is known when it is over: then it was a part of an outage or it was not.</summary>
    private void Count(bool failing, bool isInOutage, bool hasJustEntered)
    {
        if (failing)
        {
            _wasInOutage |= isInOutage;
            _unfinishedBins += hasJustEntered ? 1 : 0;
            return;
        }

        if (_unfinishedBins > 0 && !_wasInOutage)
        {
            _failingBins += _unfinishedBins;
            _bins += _unfinishedBins;
            _failures++;
        }

        (_unfinishedBins, _wasInOutage) = (0, false);

        if (!isInOutage)
        {
            _failingBins *= _fading;
            _failures *= _fading;
            _bins = (_bins * _fading) + 1;
        }
    }

    private UnitState Judge(Func<int, bool> isInMaintenance)
    {
        var (known, failing, maintained) = (0, 0, 0);
        foreach (var target in Targets)
        {
            if (isInMaintenance(target.Index))
            {
                maintained++;
            }
            else if (target.Verdict != Verdict.Unknown)
            {
                known++;
                failing += target.IsFailing ? 1 : 0;
            }
        }

        if (known == 0)
        {
            return maintained > 0 ? UnitState.Maintenance : UnitState.Unknown;
        }

        return 2 * failing > known ? UnitState.Failing : UnitState.Serving;
    }
}
