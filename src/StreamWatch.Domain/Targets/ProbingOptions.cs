using System.Globalization;

namespace StreamWatch.Domain.Targets;

/// <summary>Every number that the detection by probes decides with. One constant feeds the default and the check.</summary>
public sealed record ProbingOptions
{
    /// <summary>Width of a bin of probe results. Default 60 s; 1 s – 1 h. Bins are aligned to the epoch.</summary>
    public TimeSpan TargetBin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long after its end a bin waits for results that come late. Default 30 s; 0 – 1 h.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence of a vantage point after which it is not healthy. Default 90 s; 1 s – 1 day.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Known bins that a unit needs before its failure counts. Default 12; 1 – 10,000.</summary>
    public int WarmUpBins { get; init; } = 12;

    /// <summary>Memory of a target's own rates and round trip times: older results weigh less than 1/e. Default 7 days; 1 h – 90 days.</summary>
    public TimeSpan BaselineWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>A correlated outage needs a chance below this. Default 1e-6; 1e-12 – 0.05.</summary>
    public double CorrelationBelow { get; init; } = 1e-6;

    /// <summary>Failing units that a correlated outage needs. Default 3; 2 – 1,000.</summary>
    public int UnitsNeeded { get; init; } = 3;

    /// <summary>Share of the eligible units that have to fail. Default 0.5; 0.1 – 1.</summary>
    public double ShareNeeded { get; init; } = 0.5;

    /// <summary>Bins in a row that open an outage. Default 2; 1 – 100.</summary>
    public int OpenBins { get; init; } = 2;

    /// <summary>Only units that began to fail so recently fail together. Default 60 min; 1 min – 1 day.</summary>
    public TimeSpan EnteredWithin { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Under this share of failing units an outage closes. Default 0.2; 0 – 0.5.</summary>
    public double CloseBelow { get; init; } = 0.2;

    /// <summary>Bins in a row that close an outage. Default 3; 1 – 100.</summary>
    public int CloseBins { get; init; } = 3;

    /// <summary>How long an outage stays open before the new state is taken for the normal one. Default 7 days; 1 h – 365 days.</summary>
    public TimeSpan RebaselineAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Width of a bin in nanoseconds.</summary>
    public long BinNanos => Nanos(TargetBin);

    /// <summary>Grace in nanoseconds.</summary>
    public long GraceNanos => Nanos(Grace);

    /// <summary>Silence of a vantage point that is too long, nanoseconds.</summary>
    public long IdleNanos => Nanos(IdleAfter);

    /// <summary>Bins in which a unit that began to fail counts as failing together with others.</summary>
    public long EnteredBins => Math.Max(1, EnteredWithin.Ticks / TargetBin.Ticks);

    /// <summary>Bins in the baseline window.</summary>
    public double BaselineBins => (double)BaselineWindow.Ticks / TargetBin.Ticks;

    /// <summary>Every fault of these options, each with the setting, the value and the allowed range; empty where they are right.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        Check(faults, "target-bin", TargetBin, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check(faults, "target-grace", Grace, TimeSpan.Zero, TimeSpan.FromHours(1));
        Check(faults, "target-idle-after", IdleAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check(faults, "target-warm-up", WarmUpBins, 1, 10_000);
        Check(faults, "target-baseline-window", BaselineWindow, TimeSpan.FromHours(1), TimeSpan.FromDays(90));
        Check(faults, "correlation-below", CorrelationBelow, 1e-12, 0.05);
        Check(faults, "units-needed", UnitsNeeded, 2, 1_000);
        Check(faults, "share-needed", ShareNeeded, 0.1, 1);
        Check(faults, "target-open-bins", OpenBins, 1, 100);
        Check(faults, "entered-within", EnteredWithin, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        Check(faults, "close-below", CloseBelow, 0, 0.5);
        Check(faults, "target-close-bins", CloseBins, 1, 100);
        Check(faults, "target-rebaseline-after", RebaselineAfter, TimeSpan.FromHours(1), TimeSpan.FromDays(365));
        if (TargetBin.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            faults.Add($"target-bin is {TargetBin}; it has to be whole seconds");
        }

        return faults;
    }

    private static long Nanos(TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;

    private static void Check<T>(List<string> faults, string setting, T value, T least, T most)
        where T : IComparable<T>, IFormattable
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            var culture = CultureInfo.InvariantCulture;
            faults.Add($"{setting} is {value.ToString(null, culture)}; allowed are {least.ToString(null, culture)} to {most.ToString(null, culture)}");
        }
    }
}
