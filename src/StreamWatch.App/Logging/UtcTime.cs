using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace StreamWatch.App.Logging;

/// <summary>Adds the time of an event in UTC, as all times of StreamWatch are; the sink's own would be local.</summary>
internal sealed class UtcTime : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) =>
        logEvent.AddOrUpdateProperty(propertyFactory.CreateProperty(
            "Utc", logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)));
}
