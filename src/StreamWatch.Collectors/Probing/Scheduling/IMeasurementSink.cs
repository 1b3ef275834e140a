using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Probing.Scheduling;

/// <summary>Takes what a scheduler measures: one call at a time, in the order in which things ended. While it is busy results wait; when too many do, no new probes begin.</summary>
public interface IMeasurementSink
{
    /// <summary>A probe ended.</summary>
    ValueTask TakeAsync(ProbeReport report, CancellationToken cancellation);

    /// <summary>The vantage point is alive.</summary>
    ValueTask TakeAsync(VantageHeartbeat heartbeat, CancellationToken cancellation);
}
