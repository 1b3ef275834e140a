using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;

namespace StreamWatch.Domain.Correlation;

/// <summary>
/// Decides bin by bin whether the units of an entity fail together more than chance allows (design: Detection, point 5). Unknown bins break
/// both runs and decide nothing.
/// </summary>
public sealed class CorrelatedSignal(IReadOnlyList<UnitTrack> units, ProbingOptions options)
{
    private readonly List<double> _chances = [];
    private int _openingRun;
    private int _closingRun;
    private double _openingChance;

    /// <summary>The outage that is open, or null.</summary>
    public CorrelatedOutage? Open { get; private set; }

    /// <summary>Whether too few units are eligible to judge at all; the entity is then judged by routes alone.</summary>
    public bool IsInsufficient { get; private set; } = true;

    /// <summary>What an earlier process decided; null where there was none.</summary>
    public ToldOutages? Told { get; set; }

    /// <summary>Takes the bin that was just closed.</summary>
    public SignalChange Step(long bin) =>
        Open is { } open ? Follow(open, bin) : Told?.OpenedBy(bin) is { } told ? Restore(told, bin) : Watch(bin);

    private SignalChange Restore(OutageRevision told, long bin)
    {
        Open = new CorrelatedOutage(Told!.OnsetBin(told), Told.DetectedBin(told), [.. units.Where(unit => unit.IsEligible(bin))], told.Chance ?? 0)
        {
            Told = told,
            MinServing = told.MinVisibility,
        };
        _openingRun = _closingRun = 0;
        TakeUpTold(Open);
        return SignalChange.Opened;
    }

    /// <summary>Where its beginning was not seen, its units are those that are known to have failed in it, or all where none of them is watched any more; as they become known.</summary>
    private void TakeUpTold(CorrelatedOutage open)
    {
        if (open.Told is { } told && open.Units.Count < told.Units)
        {
            var failed = units.Where(unit => unit.Targets.Exists(target => told.Analysis.Affected.Contains(target.Target.Name))).ToList();
            open.TakeUp(failed.Count > 0 || open.Units.Count > 0 ? failed : units);
        }
    }

    private SignalChange Watch(long bin)
    {
        var (eligible, failing) = (0, 0);
        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (var unit in units)
        {
            if (unit.IsEligible(bin))
            {
                eligible++;
                if (unit is { State: UnitState.Failing, EnteredBin: { } entered })
                {
                    failing++;
                    (first, last) = (Math.Min(first, entered), Math.Max(last, entered));
                }
            }
        }

        IsInsufficient = eligible < options.UnitsNeeded;
        if (failing < options.UnitsNeeded || failing < options.ShareNeeded * eligible)
        {
            _openingRun = 0;
            return SignalChange.None;
        }

        var chance = ChanceOf(failing, bin, last - first + 1);
        if (chance >= options.CorrelationBelow)
        {
            _openingRun = 0;
            return SignalChange.None;
        }

        _openingChance = _openingRun == 0 ? chance : Math.Max(_openingChance, chance);
        if (++_openingRun < options.OpenBins || Told?.MayDecide(bin) == false)
        {
            _openingRun = Math.Min(_openingRun, options.OpenBins - 1);
            return SignalChange.None;
        }

        Open = new CorrelatedOutage(bin - _openingRun + 1, bin, [.. units.Where(unit => unit.IsEligible(bin))], _openingChance);
        _openingRun = _closingRun = 0;
        Measure(Open);
        return SignalChange.Opened;
    }

    /// <summary>The chance that so many of the eligible units fail by themselves, having begun to within so many bins.</summary>
    private double ChanceOf(int failing, long bin, long bins)
    {
        _chances.Clear();
        foreach (var unit in units)
        {
            if (unit.IsEligible(bin))
            {
                _chances.Add(unit.OwnChance(bins));
            }
        }

        return PoissonBinomial.AtLeast(_chances, failing);
    }

    private SignalChange Follow(CorrelatedOutage open, long bin)
    {
        TakeUpTold(open);
        if (open.Told is { } told && Told!.EndedBin(told) is { } ended)
        {
            Measure(open);
            return bin < ended ? SignalChange.None : End(told.State == OutageState.Recovered ? SignalChange.Recovered : SignalChange.Rebaselined);
        }

        if (Told?.MayDecide(bin) == false)
        {
            var share = Measure(open);
            _closingRun = share < options.CloseBelow ? Math.Min(_closingRun + 1, options.CloseBins - 1) : 0;
            return SignalChange.None;
        }

        if (bin - open.OnsetBin >= options.RebaselineAfter.Ticks / options.TargetBin.Ticks)
        {
            return End(SignalChange.Rebaselined);
        }

        if (Measure(open) is not { } failing)
        {
            _closingRun = 0;
            return SignalChange.None;
        }

        _closingRun = failing < options.CloseBelow ? _closingRun + 1 : 0;
        if (_closingRun < options.CloseBins)
        {
            return SignalChange.None;
        }

        open.RecoveredBin = bin - _closingRun + 1;
        return End(SignalChange.Recovered);
    }

    private SignalChange End(SignalChange how)
    {
        Open = null;
        return how;
    }

    /// <summary>Share of the frozen units that fail; null where less than half of them is known.</summary>
    private static double? Measure(CorrelatedOutage open)
    {
        var (known, failing) = (0, 0);
        foreach (var unit in open.Units)
        {
            if (unit.State is UnitState.Serving or UnitState.Failing)
            {
                known++;
            }

            if (unit.State == UnitState.Failing)
            {
                failing++;
                open.Affected.Add(unit.Key);
            }
        }

        if (2 * known < open.Units.Count || known == 0)
        {
            return null;
        }

        var share = (double)failing / known;
        open.MinServing = Math.Min(open.MinServing, 1 - share);
        return share;
    }
}
