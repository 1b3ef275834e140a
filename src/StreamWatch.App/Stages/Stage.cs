using System.Globalization;
using Serilog;
using StreamWatch.App.Health;
using StreamWatch.App.Metrics;

namespace StreamWatch.App.Stages;

/// <summary>
/// The process as its surroundings see it: its health and its metrics. A stage opens it for as long as it runs and reports to what it holds:
/// <code>
/// await using var stage = Stage.Open("collect", stageOptions, TimeProvider.System, log); // from StageSettings.Read
/// var loop = stage.Health.Progress("publishing", TimeSpan.FromSeconds(30));               // loop.Beat() in each turn
/// stage.Health.Ready("kafka", () => producer.Trouble);                                    // null while it is well
/// stage.Metrics.Consumed(topic, bytes);
/// </code>
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly HealthListener? _listener;
    private readonly MetricsExport? _export;

    private Stage(StageHealth health, StageMetrics metrics, HealthListener? listener, MetricsExport? export)
    {
        Health = health;
        Metrics = metrics;
        _listener = listener;
        _export = export;
    }

    /// <summary>What the stage says of itself.</summary>
    public StageHealth Health { get; }

    /// <summary>What it counts.</summary>
    public StageMetrics Metrics { get; }

    /// <summary>Whether metrics are sent: what costs something to measure is measured only then.</summary>
    public bool IsMeasured => _export is not null;

    /// <summary>Begins to listen and to export, where that was asked for.</summary>
    /// <exception cref="IOException">The address of the health cannot be listened on.</exception>
    public static Stage Open(string name, StageOptions options, TimeProvider time, ILogger log)
    {
        var health = new StageHealth(name, time);
        HealthListener? listener = null;
        if (options.Health is { } endpoint)
        {
            listener = HealthListener.Start(endpoint, health, time);
            log.Information("Tells its health at http://{Endpoint}/healthz and /readyz", listener.Endpoint.ToString());
        }

        var metrics = new StageMetrics();
        var export = options.Otlp is null && !options.OtlpByStandard ? null : MetricsExport.Start(name, options.Otlp, time, log);
        if (export is not null)
        {
            log.Information("Sends metrics to {Receiver}", options.Otlp?.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"what OTEL_EXPORTER_OTLP_ENDPOINT names"));
        }

        return new Stage(health, metrics, listener, export);
    }

    /// <summary>Sends the last metrics and listens no more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
        {
            await _listener.DisposeAsync().ConfigureAwait(false);
        }

        _export?.Dispose();
        Metrics.Dispose();
    }
}
