using System.Diagnostics.Tracing;
using Serilog;
using StreamWatch.App.Running;

namespace StreamWatch.App.Metrics;

/// <summary>Hears what the exporter says of itself: metrics that a receiver does not take are lost, and that is told, once a minute.</summary>
internal sealed class ExportTrouble(TimeProvider time, ILogger log) : EventListener
{
    private const string Source = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private readonly Lock _lock = new();
    private readonly Occasionally _said = new(time);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source)
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        lock (_lock)
        {
            if (!_said.IsDue())
            {
                return;
            }
        }

        var reason = eventData.Payload is { Count: > 0 } payload ? string.Join(' ', payload.Select(part => part?.ToString()?.Split('\n')[0])) : eventData.Message;
        log.Warning("Metrics were not taken and are sent no more; the next ones are tried: {Reason}", reason);
    }
}
