using System.Runtime.CompilerServices;
using StreamWatch.Domain.Probing;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Reading;

/// <summary>
/// Reads back what the vantage points measured, in order of time, so that a watch that was stopped goes on with what it knew. Times to the answer are
/// kept as 32-bit numbers: they come back with seven digits. What the detection left out for its time is left out here too, and
/// what is stored more than once, as of files that hold the same, comes back once.
/// </summary>
public sealed class MeasurementReader
{
    /// <summary>Rows asked for at once: ClickHouse holds an answer back until it is whole.</summary>
    private const long RowsAtOnce = 500_000;

    private const long NanosPerSecond = 1_000_000_000;
    private const long NanosPerMinute = 60 * NanosPerSecond;
    private const int SecondsPerHour = 3600;
    private readonly IClickHouse _clickHouse;
    private readonly string _database;
    private readonly SpanCutter _spans;

    internal MeasurementReader(IClickHouse clickHouse, string database, long rowsAtOnce = RowsAtOnce)
    {
        _clickHouse = clickHouse;
        _database = database;
        _spans = new SpanCutter(clickHouse, NanosPerSecond, rowsAtOnce);
    }

    /// <summary>Results of probes that began in <c>[from, to)</c>, by time, then vantage point, then target.</summary>
    /// <param name="fromNanos">Nanoseconds since 1970 UTC.</param>
    /// <param name="toNanos">Nanoseconds since 1970 UTC; exclusive.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public IAsyncEnumerable<ProbeResult> ProbeResultsAsync(long fromNanos, long toNanos, CancellationToken cancellationToken = default) =>
        ProbeResultsAsync(null, fromNanos, toNanos, cancellationToken);

    /// <summary>The same, of one vantage point alone; null for all.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public IAsyncEnumerable<ProbeResult> ProbeResultsAsync(string? vantage, long fromNanos, long toNanos, CancellationToken cancellationToken = default)
    {
        var rows = new ProbeResultRows();
        return ReadAsync<ProbeResult>(
            new Source(
                "probe_results",
                "started_at",
                "SELECT vantage, target, kind, protocol, address, started_at, rtt_ms, outcome, detail",
                "started_at, vantage, target, outcome, rtt_ms, kind, protocol, address, detail",
                vantage),
            rows.TryRead,
            fromNanos,
            toNanos,
            cancellationToken);
    }

    /// <summary>Heartbeats in <c>[from, to)</c>, by time, then vantage point.</summary>
    /// <param name="fromNanos">Nanoseconds since 1970 UTC.</param>
    /// <param name="toNanos">Nanoseconds since 1970 UTC; exclusive.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public IAsyncEnumerable<VantageHeartbeat> HeartbeatsAsync(long fromNanos, long toNanos, CancellationToken cancellationToken = default) =>
        HeartbeatsAsync(null, fromNanos, toNanos, cancellationToken);

    /// <summary>The same, of one vantage point alone; null for all.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public IAsyncEnumerable<VantageHeartbeat> HeartbeatsAsync(string? vantage, long fromNanos, long toNanos, CancellationToken cancellationToken = default)
    {
        var rows = new HeartbeatRows();
        return ReadAsync<VantageHeartbeat>(
            new Source("heartbeats", "heartbeat_at", "SELECT vantage, heartbeat_at", "heartbeat_at, vantage", vantage),
            rows.TryRead,
            fromNanos,
            toNanos,
            cancellationToken);
    }

    /// <summary>The start of the earliest minute from which on a vantage point has no more than so many results before a time, nanoseconds since 1970 UTC.</summary>
    /// <param name="vantage">Its name.</param>
    /// <param name="fromNanos">No earlier than this, nanoseconds since 1970 UTC.</param>
    /// <param name="toNanos">Results before this are counted, nanoseconds since 1970 UTC.</param>
    /// <param name="most">So many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task<long> StartOfLastAsync(string vantage, long fromNanos, long toNanos, long most, CancellationToken cancellationToken = default)
    {
        var source = new Source("probe_results", "started_at", "", "", vantage);
        var query = Between(
            new Statement(
                "read.minutes",
                $"""
                SELECT toUInt32(toStartOfMinute(started_at)) AS minute_start, count() AS rows FROM {_database}.probe_results
                {Where(source)} GROUP BY minute_start ORDER BY minute_start DESC
                """),
            source,
            fromNanos,
            toNanos);
        var rows = 0L;
        await foreach (var minute in _clickHouse.QueryAsync<MinuteCount>(query, cancellationToken).ConfigureAwait(false))
        {
            rows += minute.Rows;
            if (rows > most)
            {
                return Math.Min((minute.MinuteStart * NanosPerSecond) + NanosPerMinute, toNanos);
            }
        }

        return fromNanos;
    }

    private async IAsyncEnumerable<T> ReadAsync<T>(
        Source source, RowBinaryReader<T>.TryReadRow read, long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : struct, IEquatable<T>
    {
        var last = default(T);
        var times = $"SELECT {source.Time} AS at FROM {_database}.{source.Table} {Where(source)}";
        foreach (var span in await _spans.CutAsync(times, from, to, SecondsPerHour, cancellationToken, statement => Of(statement, source)).ConfigureAwait(false))
        {
            var query = Between(new Statement("read." + source.Table, $"{source.Select} FROM {_database}.{source.Table} {Where(source)} ORDER BY {source.Order}"), source, span.Start, span.End);
            var answer = await _clickHouse.OpenAsync(query, "RowBinary", cancellationToken).ConfigureAwait(false);
            await using (answer.ConfigureAwait(false))
            {
                await foreach (var row in new RowBinaryReader<T>(answer, read).ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (!row.Equals(last))
                    {
                        last = row;
                        yield return row;
                    }
                }
            }
        }
    }

    private static string Where(Source source) =>
        $$"""
        WHERE {{source.Time}} >= fromUnixTimestamp64Nano({from:Int64}, 'UTC') AND {{source.Time}} < fromUnixTimestamp64Nano({to:Int64}, 'UTC')
          AND NOT set_aside
        """
        + (source.Vantage is null ? "" : " AND vantage = {vantage:String}");

    private static Statement Between(Statement statement, Source source, long from, long to) => Of(statement.With("from", from).With("to", to), source);

    private static Statement Of(Statement statement, Source source) => source.Vantage is { } vantage ? statement.With("vantage", vantage) : statement;

    private sealed record Source(string Table, string Time, string Select, string Order, string? Vantage);

    private sealed record MinuteCount(long MinuteStart, long Rows);
}
