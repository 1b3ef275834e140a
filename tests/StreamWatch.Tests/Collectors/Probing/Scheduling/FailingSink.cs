using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Scheduling;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Tests.Collectors.Probing.Scheduling;

/// <summary>Takes nothing.</summary>
sealed class FailingSink : IMeasurementSink
{
    public ValueTask TakeAsync(ProbeReport report, CancellationToken cancellation) => throw new IOException("full");

    public ValueTask TakeAsync(VantageHeartbeat heartbeat, CancellationToken cancellation) => throw new IOException("full");
}
