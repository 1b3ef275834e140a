using StreamWatch.App.Replay;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.App.Collecting;

/// <summary>
/// Tells the detection of another process: what is decided on goes into the rounds. Elems and probe results are not taken here but with all that is kept of
/// them, by the feeds.
/// </summary>
internal sealed class CollectInput(RoundBuilder rounds) : IDetectionInput
{
    private readonly List<ViewKey> _views = [];

    /// <summary>Place of the elems of the record that is being read.</summary>
    public long Ordinal { get; private set; }

    public int AddView(ViewKey key)
    {
        _views.Add(key);
        return _views.Count - 1;
    }

    public ViewKey KeyOf(int view) => _views[view];

    public void DeclareUncovered(string collector, long fromMicros, long toMicros)
    {
        // The declaration of the session says it.
    }

    public void Reached(long micros) => Ordinal = rounds.BeginRecord(micros);

    /// <summary>A record begins whose time is not believed.</summary>
    public void Doubt() => Ordinal = rounds.BeginRecord(null);

    /// <summary>A mark of the record, or of what lies between records.</summary>
    public void Mark(RouteMark mark, int? view) => Ordinal = rounds.Mark(mark, view);

    public void Take(in RouteEvent e)
    {
        // Elems and marks are taken by the feed.
    }

    public void Take(in ProbeResult result)
    {
        // Taken by the feed.
    }

    public void Take(in VantageHeartbeat heartbeat)
    {
        // Taken by the feed.
    }

    public void EndCollector(string collector, long lastMicros) =>
        Mark(new RouteMark { Kind = RouteMark.Types.Kind.CollectorEnd, Collector = collector, AtMicros = lastMicros }, null);
}
