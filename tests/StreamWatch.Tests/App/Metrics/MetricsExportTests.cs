using Serilog;
using Serilog.Core;
using StreamWatch.App.Logging;
using StreamWatch.App.Metrics;
using StreamWatch.App.Stages;
using Xunit;

namespace StreamWatch.Tests.App.Metrics;

/// <summary>What a stage counts arrives at a real OTLP receiver, with units and descriptions.</summary>
public sealed class MetricsExportTests
{
    /// <summary>Name, unit and kind of every instrument.</summary>
    static readonly (string Name, string Unit, string Kind)[] Instruments =
    [
        ("streamwatch.messages.published", "{message}", "sum"),
        ("streamwatch.bytes.published", "By", "sum"),
        ("streamwatch.messages.consumed", "{message}", "sum"),
        ("streamwatch.bytes.consumed", "By", "sum"),
        ("streamwatch.elems", "{elem}", "sum"),
        ("streamwatch.probe.results", "{result}", "sum"),
        ("streamwatch.rounds", "{round}", "sum"),
        ("streamwatch.rejected", "{record}", "sum"),
        ("streamwatch.duplicates", "{message}", "sum"),
        ("streamwatch.delivery.errors", "{error}", "sum"),
        ("streamwatch.backpressure.waits", "{wait}", "sum"),
        ("streamwatch.backpressure.duration", "s", "histogram"),
        ("streamwatch.block.rows", "{row}", "histogram"),
        ("streamwatch.block.size", "By", "histogram"),
        ("streamwatch.block.duration", "s", "histogram"),
        ("streamwatch.restore.duration", "s", "histogram"),
        ("streamwatch.restore.size", "By", "histogram"),
        ("streamwatch.checkpoint.duration", "s", "histogram"),
        ("streamwatch.checkpoint.size", "By", "histogram"),
        ("streamwatch.lag", "{message}", "gauge"),
        ("streamwatch.late_events", "{event}", "sum"),
        ("streamwatch.outages.open", "{outage}", "gauge"),
        ("streamwatch.journal.waiting", "By", "gauge"),
        ("streamwatch.outbox.waiting", "By", "gauge"),
    ];

    [Fact]
    public async Task Every_instrument_arrives_with_its_unit_and_its_description()
    {
        await using var receiver = new OtlpReceiver();
        await using (var stage = Stage.Open("collect", new StageOptions { Otlp = receiver.Url }, TimeProvider.System, Logger.None))
        {
            Measure(stage.Metrics);
        }

        var (head, body) = receiver.Requests[^1];
        Assert.StartsWith("POST /v1/metrics HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("application/x-protobuf", head, StringComparison.Ordinal);
        var resource = OtlpMetric.Resource(body);
        Assert.All(["service.name", "streamwatch", "streamwatch.stage", "collect"], part => Assert.Contains(part, resource, StringComparison.Ordinal));

        var metrics = receiver.Requests.SelectMany(request => OtlpMetric.Read(request.Body)).ToList();
        var own = metrics.Where(metric => metric.Meter == StageMetrics.MeterName).ToList();
        Assert.Equal(Instruments.Order(), own.Select(metric => (metric.Name, metric.Unit, metric.Kind)).Distinct().Order());
        Assert.All(own, metric => Assert.NotEmpty(metric.Description));
        Assert.All(["topic", "streamwatch.routes.v1", "partition"], part => Assert.Contains(part, own.First(metric => metric.Name == "streamwatch.lag").Points, StringComparison.Ordinal));
        Assert.Contains(metrics, metric => metric.Meter == "System.Runtime");
    }

    [Fact]
    public void Without_a_receiver_nothing_is_sent_and_counting_goes_on()
    {
        using var metrics = new StageMetrics();
        Measure(metrics);
        Assert.Equal((7, 2), (metrics.Lag.Sum(), metrics.LateEvents.Sum()));
        metrics.Lag.Forget("streamwatch.routes.v1", 3);
        Assert.Equal(0, metrics.Lag.Sum());
    }

    [Fact]
    public async Task A_receiver_that_refuses_is_told_of_and_does_no_harm()
    {
        var lines = new RecentEvents();
        await using var log = new LoggerConfiguration().WriteTo.Sink(lines).CreateLogger();
        await using var receiver = new OtlpReceiver("400 Bad Request");
        await using (var stage = Stage.Open("store", new StageOptions { Otlp = receiver.Url }, TimeProvider.System, log))
        {
            Measure(stage.Metrics);
        }

        Assert.NotEmpty(receiver.Requests);
        Assert.Contains(lines.Lines, line => line.Contains("Metrics were not taken", StringComparison.Ordinal));
    }

    static void Measure(StageMetrics metrics)
    {
        metrics.Published("streamwatch.routes.v1", 1_000);
        metrics.Consumed("streamwatch.routes.v1", 1_000);
        metrics.Elems(500);
        metrics.ProbeResults("connection_refused");
        metrics.Round();
        metrics.Rejected("truncated");
        metrics.Duplicate("streamwatch.routes.v1");
        metrics.DeliveryError("clickhouse", isRetried: true);
        metrics.Waited("probing", TimeSpan.FromSeconds(2));
        metrics.Stored("bgp_elems", 65_536, 1 << 20, TimeSpan.FromMilliseconds(120));
        metrics.Restored(TimeSpan.FromSeconds(3), 1 << 20);
        metrics.Checkpointed(TimeSpan.FromMilliseconds(30), 1 << 22);
        metrics.Lag.Set("streamwatch.routes.v1", 3, 7);
        metrics.LateEvents.Add(() => 2);
        metrics.OpenOutages.Add(() => 1);
        metrics.JournalBytes.Add(() => 100);
        metrics.OutboxBytes.Add(() => 100);
    }
}
