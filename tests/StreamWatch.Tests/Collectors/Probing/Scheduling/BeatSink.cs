using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Scheduling;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Tests.Collectors.Probing.Scheduling;

/// <summary>Counts results and keeps heartbeats.</summary>
sealed class BeatSink : IMeasurementSink
{
    public int Reports { get; private set; }

    public List<VantageHeartbeat> Beats { get; } = [];

    public ValueTask TakeAsync(ProbeReport report, CancellationToken cancellation)
    {
        Reports++;
        return ValueTask.CompletedTask;
    }

    public ValueTask TakeAsync(VantageHeartbeat heartbeat, CancellationToken cancellation)
    {
        Beats.Add(heartbeat);
        return ValueTask.CompletedTask;
    }
}
