namespace StreamWatch.Simulation.Evaluation;

/// <summary>Median and 90th percentile of some spans of time, in minutes and in bins of the rule that said them.</summary>
public sealed record Spread
{
    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>Median, minutes.</summary>
    public required double MedianMinutes { get; init; }

    /// <summary>90th percentile, minutes.</summary>
    public required double P90Minutes { get; init; }

    /// <summary>Median, bins.</summary>
    public required double MedianBins { get; init; }

    /// <summary>90th percentile, bins.</summary>
    public required double P90Bins { get; init; }

    /// <summary>Of these; null of none.</summary>
    public static Spread? Of(IEnumerable<(TimeSpan Span, TimeSpan BinWidth)> spans)
    {
        var all = spans.ToList();
        if (all.Count == 0)
        {
            return null;
        }

        var minutes = all.Select(one => one.Span.TotalMinutes).Order().ToList();
        var bins = all.Select(one => one.Span / one.BinWidth).Order().ToList();
        return new Spread
        {
            Count = all.Count,
            MedianMinutes = Quantile(minutes, 0.5),
            P90Minutes = Quantile(minutes, 0.9),
            MedianBins = Quantile(bins, 0.5),
            P90Bins = Quantile(bins, 0.9),
        };
    }

    /// <summary>The quantile by straight lines between the values (Hyndman and Fan's type 7).</summary>
    /// <param name="sorted">At least one value, ascending.</param>
    /// <param name="share">0 to 1.</param>
    public static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
