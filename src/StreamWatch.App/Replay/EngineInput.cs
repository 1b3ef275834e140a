using System.Diagnostics;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;
using StreamWatch.Engine;

namespace StreamWatch.App.Replay;

/// <summary>Tells the in-process engine: one input in order of time, so that nothing is late for having come from another file.</summary>
/// <param name="engine">Decides.</param>
/// <param name="decided">Takes the time that deciding needs.</param>
internal sealed class EngineInput(OutageEngine engine, Action<TimeSpan> decided) : IDetectionInput
{
    private readonly int _source = engine.DeclareSource();
    private long _nextClose = long.MinValue;

    public int AddView(ViewKey key) => engine.Routing.Detector.AddView(key);

    public ViewKey KeyOf(int view) => engine.Routing.Detector.Table.Views[view].Key;

    public void DeclareUncovered(string collector, long fromMicros, long toMicros) =>
        engine.Routing.Detector.DeclareUncovered(collector, fromMicros, toMicros);

    public void Reached(long micros)
    {
        if (micros < _nextClose)
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        engine.Heartbeat(_source, micros);
        decided(Stopwatch.GetElapsedTime(started));
        _nextClose = engine.NextRouteCloseAfter(micros);
    }

    public void Take(in RouteEvent e) => engine.Submit(_source, e);

    public void Take(in ProbeResult result) => engine.Submit(_source, result);

    public void Take(in VantageHeartbeat heartbeat) => engine.Submit(_source, heartbeat);

    public void EndCollector(string collector, long lastMicros) => engine.Routing.Detector.EndCollector(collector, lastMicros);

    /// <summary>Nothing more comes: closes what is left.</summary>
    public void Complete()
    {
        var started = Stopwatch.GetTimestamp();
        engine.Complete();
        decided(Stopwatch.GetElapsedTime(started));
    }
}
