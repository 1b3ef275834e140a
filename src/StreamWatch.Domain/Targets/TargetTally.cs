namespace StreamWatch.Domain.Targets;

/// <summary>What was counted of a target in a bin, over all healthy vantage points.</summary>
public readonly record struct TargetTally
{
    public TargetTally()
    {
    }

    /// <summary>Results that say something of the target; the sum of the next three.</summary>
    public int Probes { get; init; }

    public int Service { get; init; }

    public int Alive { get; init; }

    public int Silent { get; init; }

    /// <summary>Those of <see cref="Service"/> that took far longer than usual.</summary>
    public int Slow { get; init; }

    /// <summary>Those of <see cref="Service"/> that came right after a probe from the same place that nothing answered: loss that comes and goes.</summary>
    public int Returns { get; init; }

    /// <summary>Silent or slow probes to be expected of so many, by the target's own rate.</summary>
    public double ExpectedBad { get; init; }

    /// <summary>Results that say nothing of it: name resolution failed, or our own host.</summary>
    public int NotTheTargets { get; init; }

    /// <summary>Results of vantage points that were not healthy.</summary>
    public int Doubtful { get; init; }

    /// <summary>Healthy vantage points that had a belief.</summary>
    public int Voters { get; init; }

    /// <summary>Median time to an answer of the service, milliseconds; null where there was none.</summary>
    public double? MedianRtt { get; init; }
}
