using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Serilog;

namespace StreamWatch.App.Metrics;

/// <summary>
/// Sends what is measured to an OTLP receiver, every minute (<c>OTEL_METRIC_EXPORT_INTERVAL</c>, milliseconds) and when it is disposed. OpenTelemetry's own
/// variables (<c>OTEL_EXPORTER_OTLP_HEADERS</c>, <c>OTEL_RESOURCE_ATTRIBUTES</c> ...) hold.
/// </summary>
internal sealed class MetricsExport : IDisposable
{
    /// <summary>How long the end waits for the last metrics to be taken.</summary>
    private const int LastMilliseconds = 5_000;

    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>Where a receiver takes metrics over HTTP (OTLP specification).</summary>
    private const string MetricsPath = "v1/metrics";

    private readonly MeterProvider _provider;
    private readonly ExportTrouble _trouble;

    private MetricsExport(MeterProvider provider, ExportTrouble trouble)
    {
        _provider = provider;
        _trouble = trouble;
    }

    /// <summary>Begins to send.</summary>
    /// <param name="stage">Name of the stage: every metric carries it.</param>
    /// <param name="receiver">Base URL of the receiver; null for the one that OpenTelemetry's variables name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Gets what goes wrong, once a minute.</param>
    public static MetricsExport Start(string stage, Uri? receiver, TimeProvider time, ILogger log)
    {
        var trouble = new ExportTrouble(time, log);
        var provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource
                .AddService("streamwatch", serviceVersion: ProgramVersion.Text, serviceInstanceId: $"{Environment.MachineName}/{stage}")
                .AddAttributes([new("streamwatch.stage", stage)])
                .AddEnvironmentVariableDetector())
            .AddMeter(StageMetrics.MeterName, "System.Runtime")
            .AddOtlpExporter(exporter =>
            {
                if (receiver is not null || Environment.GetEnvironmentVariable(ProtocolVariable) is not { Length: > 0 })
                {
                    exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                }

                if (receiver is not null)
                {
                    // A whole address is taken as it is; a base is not complete without the path.
                    exporter.Endpoint = receiver.AbsolutePath.EndsWith(MetricsPath, StringComparison.Ordinal)
                        ? receiver
                        : new Uri($"{receiver.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{MetricsPath}");
                }
            })
            .Build();
        return new MetricsExport(provider, trouble);
    }

    public void Dispose()
    {
        _provider.Shutdown(LastMilliseconds);
        _provider.Dispose();
        _trouble.Dispose();
    }
}
