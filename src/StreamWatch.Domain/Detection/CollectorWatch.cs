using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Detection;

/// <summary>Knows of every route collector when it was heard, and which views say nothing because nobody listened.</summary>
public sealed class CollectorWatch(DetectionOptions options)
{
    private readonly Dictionary<string, WatchedCollector> _collectors = [];
    private readonly List<WatchedCollector> _byView = [];

    private long IdleMicros => options.IdleAfter.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Adds a view of a collector.</summary>
    public void Add(int view, string collector)
    {
        var watched = Of(collector);
        watched.Views.Set(view, true);
        _byView.Add(watched);
    }

    /// <summary>Says that the inputs hold nothing of this collector between these times.</summary>
    public void DeclareUncovered(string collector, long fromMicros, long toMicros) =>
        Of(collector).Rhythm.DeclareUncovered(fromMicros, toMicros);

    /// <summary>Says that nothing comes from this collector after this time.</summary>
    public void End(string collector, long lastMicros) => Of(collector).EndedAt = lastMicros;

    /// <summary>Whether an event tells that its collector is heard: what a dump holds does not.</summary>
    public static bool Counts(RouteEventKind kind) => kind is not (RouteEventKind.RibEntry or RouteEventKind.RibEnd);

    /// <summary>Hears an event.</summary>
    /// <returns>Where its collector had been away: its views, whose losses are unknown from now on. Otherwise null.</returns>
    public ViewMask? Hear(in RouteEvent e) => Counts(e.Kind) ? Hear(_byView[e.View], e.ReceivedAtMicros, e.ReceivedAtMicros, 1) : null;

    /// <summary>Hears what came of a collector within one slot of its rhythm (<see cref="SourceRhythm"/>), in order of time.</summary>
    /// <param name="collector">Its name.</param>
    /// <param name="firstMicros">Time of the first event, microseconds since the epoch.</param>
    /// <param name="lastMicros">Time of the last.</param>
    /// <param name="count">How many there were.</param>
    /// <returns>Where it had been away until the first: its views, whose losses are unknown from then on. Otherwise null.</returns>
    public ViewMask? Hear(string collector, long firstMicros, long lastMicros, int count) => Hear(Of(collector), firstMicros, lastMicros, count);

    /// <summary>The views of collectors that were away in a part of this bin, all of whose events have been heard.</summary>
    /// <param name="bin">Number of the bin.</param>
    public ViewMask SilentIn(long bin)
    {
        var start = bin * options.BinMicros;
        var end = start + options.BinMicros;
        var silent = new ViewMask();
        foreach (var collector in _collectors.Values)
        {
            var wasAway = collector.AwayFrom < end && collector.AwayTo > start;
            var isAway = collector.Rhythm.WasAway(end);
            var isOver = collector.EndedAt + IdleMicros < start;
            if (wasAway || isAway || isOver)
            {
                for (var view = 0; view < _byView.Count; view++)
                {
                    if (collector.Views.Contains(view))
                    {
                        silent.Set(view, true);
                    }
                }
            }
        }

        return silent;
    }

    private static ViewMask? Hear(WatchedCollector collector, long firstMicros, long lastMicros, int count)
    {
        if (collector.EndedAt < firstMicros)
        {
            // It goes on: somebody else has its later inputs.
            collector.EndedAt = null;
        }

        var since = collector.Rhythm.LastHeard;
        if (!collector.Rhythm.Hear(firstMicros, lastMicros, count))
        {
            return null;
        }

        collector.AwayFrom = since;
        collector.AwayTo = firstMicros;
        return collector.Views;
    }

    private WatchedCollector Of(string collector)
    {
        if (!_collectors.TryGetValue(collector, out var watched))
        {
            _collectors.Add(collector, watched = new WatchedCollector(new SourceRhythm(IdleMicros)));
        }

        return watched;
    }
}
