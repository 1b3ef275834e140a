using System.Diagnostics.Metrics;
using StreamWatch.Kafka.Producing;

namespace StreamWatch.App.Metrics;

/// <summary>
/// Every instrument of StreamWatch, under the meter <see cref="MeterName"/>. Units are those of UCUM: <c>By</c> bytes, <c>s</c> seconds, and in braces what is
/// counted. Where nobody listens, a measurement costs a few nanoseconds. Safe for concurrent use.
/// </summary>
internal sealed class StageMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "StreamWatch";

    private readonly Meter _meter = new(MeterName, ProgramVersion.Text);
    private readonly Counter<long> _messagesPublished;
    private readonly Counter<long> _bytesPublished;
    private readonly Counter<long> _messagesConsumed;
    private readonly Counter<long> _bytesConsumed;
    private readonly Counter<long> _elems;
    private readonly Counter<long> _results;
    private readonly Counter<long> _rounds;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _deliveryErrors;
    private readonly Counter<long> _waits;
    private readonly Histogram<double> _waitSeconds;
    private readonly Histogram<long> _blockRows;
    private readonly Histogram<long> _blockBytes;
    private readonly Histogram<double> _blockSeconds;
    private readonly Histogram<double> _restoreSeconds;
    private readonly Histogram<long> _restoreBytes;
    private readonly Histogram<double> _checkpointSeconds;
    private readonly Histogram<long> _checkpointBytes;

    public StageMetrics()
    {
        _messagesPublished = _meter.CreateCounter<long>("streamwatch.messages.published", "{message}", "Messages that the broker acknowledged, by topic");
        _bytesPublished = _meter.CreateCounter<long>("streamwatch.bytes.published", "By", "Bytes of their values before compression, by topic");
        _messagesConsumed = _meter.CreateCounter<long>("streamwatch.messages.consumed", "{message}", "Messages taken from the broker, by topic");
        _bytesConsumed = _meter.CreateCounter<long>("streamwatch.bytes.consumed", "By", "Bytes of their values, by topic");
        _elems = _meter.CreateCounter<long>("streamwatch.elems", "{elem}", "Elems (rib entries, announcements, withdrawals) that went through the stage");
        _results = _meter.CreateCounter<long>("streamwatch.probe.results", "{result}", "Probe results that went through the stage, by outcome");
        _rounds = _meter.CreateCounter<long>("streamwatch.rounds", "{round}", "Rounds that were published, or that were taken as a whole");
        _rejected = _meter.CreateCounter<long>("streamwatch.rejected", "{record}", "Records and messages that could not be read and are kept in rejected_records, by reason");
        _duplicates = _meter.CreateCounter<long>("streamwatch.duplicates", "{message}", "Messages that were had before and were dropped, by topic");
        _deliveryErrors = _meter.CreateCounter<long>("streamwatch.delivery.errors", "{error}", "Messages and blocks that were not taken, by where they were to go and whether they are sent again");
        _waits = _meter.CreateCounter<long>("streamwatch.backpressure.waits", "{wait}", "Times that work waited because what comes after it did not keep up, by what waited");
        _waitSeconds = _meter.CreateHistogram<double>("streamwatch.backpressure.duration", "s", "How long each of them lasted, by what waited");
        _blockRows = _meter.CreateHistogram<long>("streamwatch.block.rows", "{row}", "Rows of the blocks stored, by table", advice: Buckets<long>(1, 10, 100, 1_000, 10_000, 30_000, 65_536, 100_000, 300_000));
        _blockBytes = _meter.CreateHistogram<long>("streamwatch.block.size", "By", "Bytes of the blocks stored, by table", advice: Buckets<long>(1 << 10, 1 << 14, 1 << 17, 1 << 20, 1 << 22, 1 << 24, 1 << 26));
        _blockSeconds = _meter.CreateHistogram<double>("streamwatch.block.duration", "s", "Time to store a block, by table; their count is that of the blocks stored", advice: Buckets(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100));
        _restoreSeconds = _meter.CreateHistogram<double>("streamwatch.restore.duration", "s", "Time from the start until the state was as before", advice: Buckets(0.1, 0.3, 1, 3, 10, 30, 100, 300, 1_000));
        _restoreBytes = _meter.CreateHistogram<long>("streamwatch.restore.size", "By", "Bytes that were read for that");
        _checkpointSeconds = _meter.CreateHistogram<double>("streamwatch.checkpoint.duration", "s", "Time to write a checkpoint", advice: Buckets(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100));
        _checkpointBytes = _meter.CreateHistogram<long>("streamwatch.checkpoint.size", "By", "Bytes of a checkpoint");
        _meter.CreateObservableGauge("streamwatch.lag", Lag.Read, "{message}", "Messages that are not consumed yet, by topic and partition");
        _meter.CreateObservableCounter("streamwatch.late_events", LateEvents.Sum, "{event}", "Events that came after their bin was closed: stored, and decided nothing");
        _meter.CreateObservableGauge("streamwatch.outages.open", OpenOutages.Sum, "{outage}", "Outages that are open");
        _meter.CreateObservableGauge("streamwatch.journal.waiting", JournalBytes.Sum, "By", "Bytes of the journal that are not stored yet");
        _meter.CreateObservableGauge("streamwatch.outbox.waiting", OutboxBytes.Sum, "By", "Bytes of the outbox that are not published yet");
    }

    /// <summary>Messages that wait, by partition.</summary>
    public LagBoard Lag { get; } = new();

    /// <summary>Events that came after their bin was closed.</summary>
    public Readings LateEvents { get; } = new();

    /// <summary>Outages that are open.</summary>
    public Readings OpenOutages { get; } = new();

    /// <summary>Bytes of the journal that wait to be stored.</summary>
    public Readings JournalBytes { get; } = new();

    /// <summary>Bytes of the outbox that wait to be published.</summary>
    public Readings OutboxBytes { get; } = new();

    /// <summary>A message was acknowledged.</summary>
    public void Published(string topic, long bytes, long messages = 1)
    {
        var tag = Tag("topic", topic);
        _messagesPublished.Add(messages, tag);
        _bytesPublished.Add(bytes, tag);
    }

    /// <summary>A message was taken from the broker.</summary>
    public void Consumed(string topic, long bytes, long messages = 1)
    {
        var tag = Tag("topic", topic);
        _messagesConsumed.Add(messages, tag);
        _bytesConsumed.Add(bytes, tag);
    }

    /// <summary>Elems went through.</summary>
    public void Elems(long count) => _elems.Add(count);

    /// <summary>A probe result went through.</summary>
    /// <param name="outcome">Its outcome as it is stored, for example <c>connection_refused</c>.</param>
    /// <param name="count">How many.</param>
    public void ProbeResults(string outcome, long count = 1) => _results.Add(count, Tag("outcome", outcome));

    /// <summary>A round is complete.</summary>
    public void Round() => _rounds.Add(1);

    /// <summary>Something could not be read and is kept.</summary>
    /// <param name="reason">From a short list: never a text with the data in it.</param>
    /// <param name="count">How many.</param>
    public void Rejected(string reason, long count = 1) => _rejected.Add(count, Tag("reason", reason));

    /// <summary>A message came a second time.</summary>
    public void Duplicate(string topic) => _duplicates.Add(1, Tag("topic", topic));

    /// <summary>A message or a block was not taken.</summary>
    /// <param name="destination">Topic, or <c>clickhouse</c>.</param>
    /// <param name="isRetried">Whether it is sent again.</param>
    public void DeliveryError(string destination, bool isRetried) => _deliveryErrors.Add(1, Tag("destination", destination), Tag("retried", isRetried));

    /// <summary>What became of a message that was published; for a producer to report to.</summary>
    public void Delivered(DeliveryReport report)
    {
        if (report.IsDelivered)
        {
            Published(report.Topic, report.Bytes);
        }
        else
        {
            DeliveryError(report.Topic, isRetried: false);
        }
    }

    /// <summary>Work waited because what comes after it did not keep up.</summary>
    public void Waited(string what, TimeSpan duration)
    {
        var tag = Tag("what", what);
        _waits.Add(1, tag);
        _waitSeconds.Record(duration.TotalSeconds, tag);
    }

    /// <summary>A block was stored.</summary>
    public void Stored(string table, long rows, long bytes, TimeSpan duration)
    {
        var tag = Tag("table", table);
        _blockRows.Record(rows, tag);
        _blockBytes.Record(bytes, tag);
        _blockSeconds.Record(duration.TotalSeconds, tag);
    }

    /// <summary>The state is as it was before the start.</summary>
    /// <param name="duration">From the start until then.</param>
    /// <param name="bytes">What was read for it; null where that is not known.</param>
    public void Restored(TimeSpan duration, long? bytes = null)
    {
        _restoreSeconds.Record(duration.TotalSeconds);
        if (bytes is { } read)
        {
            _restoreBytes.Record(read);
        }
    }

    /// <summary>A checkpoint was written.</summary>
    public void Checkpointed(TimeSpan duration, long bytes)
    {
        _checkpointSeconds.Record(duration.TotalSeconds);
        _checkpointBytes.Record(bytes);
    }

    public void Dispose() => _meter.Dispose();

    internal static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);

    private static InstrumentAdvice<T> Buckets<T>(params IReadOnlyList<T> boundaries)
        where T : struct => new() { HistogramBucketBoundaries = boundaries };
}
