using System.Globalization;

namespace StreamWatch.Domain.Detection;

/// <summary>Every number the detection of outages by visibility decides with. One constant feeds the default and the check.</summary>
public sealed record DetectionOptions
{
    /// <summary>Number of the rule set that these rules are; stored with every outage.</summary>
    public const uint Ruleset = 2;

    /// <summary>Width of a bin of visibility. Default 5 min; 1 s – 1 h. Bins are aligned to the epoch.</summary>
    public TimeSpan AsnBin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its end a bin waits for events that come late. Default 120 s; 0 – 1 h.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Silence of a busy route collector after which what only it could see is unknown. Default 90 s; 1 s – 1 day.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Known bins that a baseline needs before it is compared with. Default 12; 1 – 10,000.</summary>
    public int WarmUpBins { get; init; } = 12;

    /// <summary>How far back the baseline looks. Default 24 h; 1 h – 90 days.</summary>
    public TimeSpan BaselineWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Usable views needed to judge with a RIB. Default 3; 1 – 1,000.</summary>
    public int ViewsNeeded { get; init; } = 3;

    /// <summary>Views known to have carried a prefix that are needed to judge it without a RIB. Default 5; 1 – 1,000.</summary>
    public int ViewsNeededLearned { get; init; } = 5;

    /// <summary>Share of the usable views whose word on a prefix must be known. Default 0.5; 0 – 1.</summary>
    public double Quorum { get; init; } = 0.5;

    /// <summary>Bins in a row that open an outage. Default 2; 1 – 100.</summary>
    public int OpenBins { get; init; } = 2;

    /// <summary>Bins in a row that close an outage. Default 3; 1 – 100.</summary>
    public int CloseBins { get; init; } = 3;

    /// <summary>Under this share of the baseline a bin is critical. Default 0.5 (IODA's rule); 0 – 1.</summary>
    public double CriticalBelow { get; init; } = 0.5;

    /// <summary>Under this share of the baseline a bin of a watched ASN is partial; from it on an outage closes. Default 0.9; 0 – 1.</summary>
    public double PartialBelow { get; init; } = 0.9;

    /// <summary>Under this share of the baseline a bin carries a warning. Default 0.99 (IODA's rule); 0 – 1.</summary>
    public double WarningBelow { get; init; } = 0.99;

    /// <summary>How long an outage stays open before the new state is taken for the normal one. Default 7 days; 1 h – 365 days.</summary>
    public TimeSpan RebaselineAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>ASNs that are watched by name: for them outages open at <see cref="PartialBelow"/> too.</summary>
    public IReadOnlySet<uint> WatchedAsns { get; init; } = new HashSet<uint>();

    /// <summary>Whether every ASN in the input is followed, or the watched ones only.</summary>
    public bool AllAsns { get; init; }

    /// <summary>Bins in the baseline window.</summary>
    public int BaselineBins => (int)Math.Max(WarmUpBins, BaselineWindow.Ticks / AsnBin.Ticks);

    /// <summary>Width of a bin in microseconds.</summary>
    public long BinMicros => AsnBin.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Grace in microseconds.</summary>
    public long GraceMicros => Grace.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Every fault of these options, each with the setting, the value and the allowed range; empty where they are right.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        Check(faults, "asn-bin", AsnBin, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check(faults, "grace", Grace, TimeSpan.Zero, TimeSpan.FromHours(1));
        Check(faults, "idle-after", IdleAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check(faults, "warm-up", WarmUpBins, 1, 10_000);
        Check(faults, "baseline-window", BaselineWindow, TimeSpan.FromHours(1), TimeSpan.FromDays(90));
        Check(faults, "views-needed", ViewsNeeded, 1, 1_000);
        Check(faults, "views-needed-learned", ViewsNeededLearned, 1, 1_000);
        Check(faults, "quorum", Quorum, 0, 1);
        Check(faults, "open-bins", OpenBins, 1, 100);
        Check(faults, "close-bins", CloseBins, 1, 100);
        Check(faults, "critical-below", CriticalBelow, 0, 1);
        Check(faults, "partial-below", PartialBelow, CriticalBelow, 1);
        Check(faults, "warning-below", WarningBelow, PartialBelow, 1);
        Check(faults, "rebaseline-after", RebaselineAfter, TimeSpan.FromHours(1), TimeSpan.FromDays(365));
        if (AsnBin.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            faults.Add($"asn-bin is {AsnBin}; it has to be whole seconds");
        }

        return faults;
    }

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
