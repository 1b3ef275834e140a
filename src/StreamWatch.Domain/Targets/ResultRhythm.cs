using System.Runtime.InteropServices;

namespace StreamWatch.Domain.Targets;

/// <summary>
/// How often results of each target come from each vantage point, so that it is known when one is overdue: the interval at which it is probed, longer where
/// results come less often. A gap of more than three intervals is an absence and teaches nothing.
/// </summary>
public sealed class ResultRhythm
{
    private const int StaleIntervals = 3;
    private const double Weight = 0.25;

    private readonly Dictionary<int, Dictionary<string, (double Interval, long Last)>> _byVantage = [];

    /// <summary>A result came that says something of its target.</summary>
    /// <param name="vantage">Number of the vantage point.</param>
    /// <param name="target">Name of the target.</param>
    /// <param name="interval">How often it is probed, so far as is known.</param>
    /// <param name="atNanos">Time of the result, nanoseconds since the epoch.</param>
    public void See(int vantage, string target, TimeSpan interval, long atNanos)
    {
        if (!_byVantage.TryGetValue(vantage, out var targets))
        {
            _byVantage.Add(vantage, targets = new Dictionary<string, (double, long)>(StringComparer.Ordinal));
        }

        ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(targets, target, out var isKnown);
        if (!isKnown)
        {
            seen = (interval.Ticks * (double)TimeSpan.NanosecondsPerTick, atNanos);
            return;
        }

        var gap = atNanos - seen.Last;
        var learned = gap <= 0 || gap > StaleIntervals * seen.Interval ? seen.Interval : Math.Max(seen.Interval, ((1 - Weight) * seen.Interval) + (Weight * gap));
        seen = (learned, Math.Max(seen.Last, atNanos));
    }

    /// <summary>How often a result is to be expected of the vantage point at least, nanoseconds; 0 where none came.</summary>
    public double Every(int vantage)
    {
        if (!_byVantage.TryGetValue(vantage, out var targets))
        {
            return 0;
        }

        var least = double.MaxValue;
        foreach (var (interval, _) in targets.Values)
        {
            least = Math.Min(least, interval);
        }

        return least;
    }
}
