using System.Globalization;
using Serilog;
using StreamWatch.App.Metrics;
using StreamWatch.App.Running.Journals;
using StreamWatch.Collectors.Probing.Scheduling;

namespace StreamWatch.App.Running;

/// <summary>What is measured goes into the journal and the detection, and waits for ClickHouse.</summary>
/// <param name="journal">Has what is not stored yet.</param>
/// <param name="engine">Decides, and has the rows that are not stored yet.</param>
/// <param name="limit">Bytes of the journal that may wait.</param>
/// <param name="metrics">Counts the results.</param>
/// <param name="time">The clock.</param>
internal sealed class JournalKeep(Journal journal, LiveEngine engine, long limit, StageMetrics metrics, TimeProvider time) : IMeasurementKeep
{
    /// <summary>Rows of results of the detection that may wait in memory; each takes about 200 bytes.</summary>
    private const int MostWaitingRows = 2_000_000;

    public IMeasurementSink Sink { get; } = new LiveFeed(journal, engine, metrics);

    public bool IsFull(double share) => journal.WaitingBytes >= share * limit || engine.WaitingRows >= share * MostWaitingRows;

    public void SayFull(ILogger log) => log.Error(
        "Nothing is probed: {Bytes} bytes of the journal (limit {Limit}) and {Rows} rows wait for ClickHouse, which does not take them; probing goes on once it does",
        journal.WaitingBytes.ToString("N0", CultureInfo.InvariantCulture),
        limit.ToString("N0", CultureInfo.InvariantCulture),
        engine.WaitingRows);

    public void Turn() => engine.Tick(time.GetUtcNow());

    public void EndPeriod() => journal.CloseSegment();
}
