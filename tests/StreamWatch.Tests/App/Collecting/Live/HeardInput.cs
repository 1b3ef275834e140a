using StreamWatch.App.Replay;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.App.Collecting.Live;

/// <summary>A detection that keeps what it is told of probes.</summary>
sealed class HeardInput : IDetectionInput
{
    public List<string> Told { get; } = [];

    public int AddView(ViewKey key) => throw new InvalidOperationException("there are no routes");

    public ViewKey KeyOf(int view) => throw new InvalidOperationException("there are no routes");

    public void DeclareUncovered(string collector, long fromMicros, long toMicros) => throw new InvalidOperationException("there are no routes");

    public void Reached(long micros) => Told.Add($"reached {micros / 1_000_000}");

    public void Take(in RouteEvent e) => throw new InvalidOperationException("there are no routes");

    public void Take(in ProbeResult result) => Told.Add($"result {Measured.Number(result)}");

    public void Take(in VantageHeartbeat heartbeat) => Told.Add($"beat {heartbeat.AtNanos / 1_000_000_000}");

    public void EndCollector(string collector, long lastMicros) => throw new InvalidOperationException("there are no routes");
}
