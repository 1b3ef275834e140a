namespace StreamWatch.Simulation.OtherRules;

/// <summary>
/// The numbers of IODA's rule for one kind of signal (IODA, <c>ioda.inetintel.cc.gatech.edu</c>; its alerts come from Watchtower, whose public
/// code has the moving median, the replacing of extremes and the end of an alert).
/// </summary>
public sealed record IodaOptions
{
    /// <summary>Routes: 5-minute bins against 24 h; warning under 99 %, critical under 50 %.</summary>
    public static IodaOptions Routes { get; } = new() { BinWidth = TimeSpan.FromMinutes(5), History = TimeSpan.FromHours(24), WarningBelow = 0.99 };

    /// <summary>Active probing: 10-minute bins against 7 days; warning under 80 %, critical under 50 %.</summary>
    public static IodaOptions Probing { get; } = new() { BinWidth = TimeSpan.FromMinutes(10), History = TimeSpan.FromDays(7), WarningBelow = 0.8 };

    public required TimeSpan BinWidth { get; init; }

    /// <summary>How far back the median looks.</summary>
    public required TimeSpan History { get; init; }

    public required double WarningBelow { get; init; }

    public double CriticalBelow { get; init; } = 0.5;

    /// <summary>History that is needed before anything is said. Judged: an hour, as our own rule for routes has it; IODA's own history is always long.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A value under this share of the median does not enter the history; the median does.</summary>
    public double ReplacedBelow { get; init; } = 0.8;

    /// <summary>A value above this share of the median does not enter the history; the median does.</summary>
    public double ReplacedAbove { get; init; } = 2;

    /// <summary>How long values are replaced before they are taken for the new normal.</summary>
    public TimeSpan ReplacedFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>A span of time in bins.</summary>
    public int Bins(TimeSpan span) => (int)(span.Ticks / BinWidth.Ticks);
}
