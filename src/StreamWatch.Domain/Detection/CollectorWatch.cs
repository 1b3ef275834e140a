using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Detection;

/// <summary>Knows of every route collector when it was heard, and which views say nothing because nobody listened.</summary>
public sealed class CollectorWatch(RouteTable table, DetectionOptions options)
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

    /// <summary>Hears an event; where its collector had been away, what its views had withdrawn is unknown from now on.</summary>
    public void Hear(in RouteEvent e)
    {
        if (e.Kind is RouteEventKind.RibEntry or RouteEventKind.RibEnd)
        {
            return;
        }

        var collector = _byView[e.View];
        var since = collector.Rhythm.LastHeard;
        if (collector.Rhythm.Hear(e.ReceivedAtMicros))
        {
            collector.AwayFrom = since;
            collector.AwayTo = e.ReceivedAtMicros;
            table.DoubtLosses(collector.Views);
        }
    }

    /// <summary>The views of collectors that were away in a part of this bin, all of whose events have been heard.</summary>
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
                for (var view = 0; view < table.Views.Count; view++)
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

    private WatchedCollector Of(string collector)
    {
        if (!_collectors.TryGetValue(collector, out var watched))
        {
            _collectors.Add(collector, watched = new WatchedCollector(new SourceRhythm(IdleMicros)));
        }

        return watched;
    }
}
