using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Reading;

/// <summary>Reads what is known of the sources themselves: which files are stored, where they begin and end, and what of them is still there.</summary>
public sealed class SourceReader
{
    private readonly IClickHouse _clickHouse;
    private readonly string _database;

    internal SourceReader(IClickHouse clickHouse, string database)
    {
        _clickHouse = clickHouse;
        _database = database;
    }

    /// <summary>The files of route collectors, empty ones too: collector and name.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task<IReadOnlyList<(string Collector, string Name)>> RouteFilesAsync(CancellationToken cancellationToken = default)
    {
        var query = new Statement("sources.files", $"SELECT collector, name FROM {_database}.sources FINAL WHERE kind = 'file' AND collector != '' ORDER BY collector, name");
        var files = new List<(string, string)>();
        await foreach (var row in _clickHouse.QueryAsync<FileRow>(query, cancellationToken).ConfigureAwait(false))
        {
            files.Add((row.Collector, row.Name));
        }

        return files;
    }

    /// <summary>The route collectors of which files are stored, and their last table dumps before a time.</summary>
    /// <param name="beforeMicros">Tables that were complete before this time count, microseconds since 1970 UTC.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task<IReadOnlyList<StoredCollector>> CollectorsAsync(long beforeMicros, CancellationToken cancellationToken = default)
    {
        // A file's table begins with the file, or a little later: what is read too much does no harm.
        var query = new Statement(
            "sources.collectors",
            $$"""
            WITH
              files AS (SELECT source_id, kind, collector, first_at FROM {{_database}}.sources FINAL WHERE collector != ''),
              marks AS (SELECT collector, mark, marked_at, source_id FROM {{_database}}.source_marks WHERE mark != 'end_of_rib' AND collector != ''),
              ends AS (SELECT collector, max(marked_at) AS last_at FROM marks WHERE mark = 'end' GROUP BY collector),
              tables AS
              (
                SELECT collector, argMax(files.first_at, marked_at) AS table_at FROM marks INNER JOIN files USING source_id
                WHERE mark = 'table_end' AND marked_at < fromUnixTimestamp64Micro({before:Int64}, 'UTC')
                GROUP BY collector
              )
            SELECT
              heard.collector AS name, toUnixTimestamp64Micro(heard.first_at) AS first_micros, toUnixTimestamp64Micro(ends.last_at) AS last_micros,
              toUnixTimestamp64Micro(tables.table_at) AS table_micros, heard.is_live AS is_live
            FROM (SELECT collector, min(assumeNotNull(files.first_at)) AS first_at, max(kind = 'feed') AS is_live FROM files WHERE files.first_at IS NOT NULL GROUP BY collector) AS heard
            LEFT JOIN ends ON ends.collector = heard.collector
            LEFT JOIN tables ON tables.collector = heard.collector
            ORDER BY name
            """)
            .With("before", beforeMicros).Setting("join_use_nulls", "1");
        var collectors = new List<StoredCollector>();
        await foreach (var row in _clickHouse.QueryAsync<CollectorRow>(query, cancellationToken).ConfigureAwait(false))
        {
            collectors.Add(new StoredCollector(row.Name, row.FirstMicros, row.LastMicros, row.TableMicros, row.IsLive != 0));
        }

        return collectors;
    }

    /// <summary>From when to when elems and states of sessions are stored.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public Task<StoredSpan> RoutesAsync(CancellationToken cancellationToken = default) => SpanAsync("bgp_elems", "received_at", "collector != ''", cancellationToken);

    /// <summary>From when to when probe results are stored.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public Task<StoredSpan> ProbesAsync(CancellationToken cancellationToken = default) => SpanAsync("probe_results", "started_at", "collector = ''", cancellationToken);

    /// <summary>Names of the files with measurements in <c>[from, to)</c> that were not read to their end, or by a version that did not note it.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task<IReadOnlyList<string>> UnfinishedAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        const string Time = "{from:DateTime64(6, 'UTC')} AND {0} < {to:DateTime64(6, 'UTC')}";
        var elems = "received_at >= " + Time.Replace("{0}", "received_at", StringComparison.Ordinal);
        var probes = "started_at >= " + Time.Replace("{0}", "started_at", StringComparison.Ordinal);
        var query = new Statement(
            "sources.unfinished",
            $"""
            SELECT collector, name FROM {_database}.sources FINAL
            WHERE kind = 'file'
              AND source_id IN
              (
                SELECT source_id FROM {_database}.bgp_elems WHERE {elems}
                UNION DISTINCT SELECT source_id FROM {_database}.probe_results WHERE {probes}
              )
              AND source_id NOT IN (SELECT source_id FROM {_database}.source_marks WHERE mark = 'end')
            ORDER BY collector, name
            """)
            .With("from", from).With("to", to);
        var names = new List<string>();
        await foreach (var row in _clickHouse.QueryAsync<FileRow>(query, cancellationToken).ConfigureAwait(false))
        {
            names.Add(row.Collector.Length == 0 ? row.Name : $"{row.Collector}/{row.Name}");
        }

        return names;
    }

    private async Task<StoredSpan> SpanAsync(string table, string time, string files, CancellationToken cancellationToken)
    {
        var query = new Statement(
            "sources.span",
            $"""
            SELECT
              toUnixTimestamp64Micro(toDateTime64(minOrNull({time}), 6, 'UTC')) AS first_micros, toUnixTimestamp64Micro(toDateTime64(maxOrNull({time}), 6, 'UTC')) AS last_micros,
              (SELECT toUnixTimestamp64Micro(minOrNull(first_at)) FROM {_database}.sources FINAL WHERE kind = 'file' AND {files}) AS sources_from_micros
            FROM {_database}.{table} WHERE NOT set_aside
            """);
        await foreach (var row in _clickHouse.QueryAsync<SpanRow>(query, cancellationToken).ConfigureAwait(false))
        {
            return new StoredSpan(row.FirstMicros, row.LastMicros, row.SourcesFromMicros);
        }

        return new StoredSpan(null, null, null);
    }

    private sealed record FileRow(string Collector, string Name);

    private sealed record CollectorRow(string Name, long FirstMicros, long? LastMicros, long? TableMicros, byte IsLive);

    private sealed record SpanRow(long? FirstMicros, long? LastMicros, long? SourcesFromMicros);
}
