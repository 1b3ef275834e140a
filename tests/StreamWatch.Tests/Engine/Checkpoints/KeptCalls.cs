using StreamWatch.App.Replay;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.Engine.Checkpoints;

/// <summary>Keeps what a detection is told, call by call.</summary>
sealed class KeptCalls : IDetectionInput
{
    readonly List<ViewKey> _views = [];

    public List<Action<IDetectionInput>> All { get; } = [];

    public int AddView(ViewKey key)
    {
        var known = _views.IndexOf(key);
        if (known >= 0)
        {
            return known;
        }

        All.Add(input => input.AddView(key));
        _views.Add(key);
        return _views.Count - 1;
    }

    public ViewKey KeyOf(int view) => _views[view];

    public void DeclareUncovered(string collector, long fromMicros, long toMicros) => All.Add(input => input.DeclareUncovered(collector, fromMicros, toMicros));

    public void Reached(long micros) => All.Add(input => input.Reached(micros));

    public void Take(in RouteEvent e)
    {
        var kept = e;
        All.Add(input => input.Take(kept));
    }

    public void Take(in ProbeResult result)
    {
        var kept = result;
        All.Add(input => input.Take(kept));
    }

    public void Take(in VantageHeartbeat heartbeat)
    {
        var kept = heartbeat;
        All.Add(input => input.Take(kept));
    }

    public void EndCollector(string collector, long lastMicros) => All.Add(input => input.EndCollector(collector, lastMicros));
}
