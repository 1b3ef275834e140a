using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Visibility;
using StreamWatch.Simulation.OtherRules;

namespace StreamWatch.Simulation.Series;

/// <summary>Rules that decide on a series of values, whatever it counts.</summary>
public static class SeriesRules
{
    /// <summary>
    /// Our own rule of visibility: opens under half of the median of 24 h for two bins (watched: under 90 %), closes at 90 % for three; twelve bins of
    /// warm-up. See <see cref="AsnSignal"/>.
    /// </summary>
    /// <param name="values">0 and up, null where unknown.</param>
    /// <param name="step">Width of a bin, 1 s to 1 h.</param>
    /// <param name="isWatched">Whether it opens under 90 % too.</param>
    public static IReadOnlyList<SeriesEvent> Own(IReadOnlyList<double?> values, TimeSpan step, bool isWatched)
    {
        var signal = new AsnSignal(new DetectionOptions { AsnBin = step }, isWatched);

        // The rule takes shares; only ratios decide, so that any scale will do.
        var scale = values.Max() is { } most and > 0 ? most : 1;
        var events = new List<SeriesEvent>();
        for (var bin = 0; bin < values.Count; bin++)
        {
            var open = signal.Open;
            var sample = new VisibilitySample(1, values[bin] is null ? 0 : 1, (values[bin] ?? 0) / scale, 0, 0, 0, 0, 0, 0, 0);
            var (_, change) = signal.Step(bin, sample, viewsNeeded: 0);
            if (change is SignalChange.Recovered or SignalChange.Rebaselined)
            {
                events.Add(new SeriesEvent((int)open!.OnsetBin, (int)(open.RecoveredBin ?? bin)));
            }
        }

        if (signal.Open is { } last)
        {
            events.Add(new SeriesEvent((int)last.OnsetBin, values.Count));
        }

        return events;
    }

    /// <summary>IODA's rule.</summary>
    /// <param name="values">0 and up, null where unknown.</param>
    /// <param name="options">Its numbers; its bins are those of the series.</param>
    public static IReadOnlyList<SeriesEvent> Ioda(IReadOnlyList<double?> values, IodaOptions options)
    {
        var signal = new IodaSignal(options);
        return SeriesEvent.Of([.. values.Select(value =>
        {
            signal.Step(value);
            return signal.IsOut;
        })]);
    }
}
