using StreamWatch.App.Metrics;
using StreamWatch.App.Running.Journals;
using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Scheduling;
using StreamWatch.Domain.Probing;

namespace StreamWatch.App.Running;

/// <summary>Where everything measured goes: into the journal first, then into the detection.</summary>
internal sealed class LiveFeed(Journal journal, LiveEngine engine, StageMetrics metrics) : IMeasurementSink
{
    public ValueTask TakeAsync(ProbeReport report, CancellationToken cancellation)
    {
        journal.Append(report.Result);
        engine.Take(report.Result);
        metrics.ProbeResults(report.Result.Outcome.Name());
        return ValueTask.CompletedTask;
    }

    public ValueTask TakeAsync(VantageHeartbeat heartbeat, CancellationToken cancellation)
    {
        journal.Append(heartbeat);
        engine.Take(heartbeat);
        return ValueTask.CompletedTask;
    }
}
