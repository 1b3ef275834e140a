using System.Buffers;
using System.Globalization;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Writing;

namespace StreamWatch.Storage.Ledgers;

/// <summary>
/// Stores every block exactly once, whatever is killed and when.
/// <para>
/// A source (known by the SHA-256 of its content) is stored table by table as a row of blocks, numbered from 0, whose offset ranges follow one
/// another. Every row carries <c>source_id</c> and <c>block</c>. For each block:
/// (1) an <c>intent</c> row with range, row count and token goes into <c>ledger</c>;
/// (2) the block is inserted, with the token for deduplication and as the query's id;
/// (3) a <c>stored</c> row goes into <c>ledger</c>. One block is on its way per table, and the next begins only after (3).
/// </para>
/// <para>
/// So when anything dies, at most one intent per stream has no outcome. Before that stream is used again (a retry, or
/// <see cref="RegisterAsync"/> in a later process) the outcome is found out by looking, not by trust in the deduplication window, which is
/// finite, and whose log may hold a token whose part was lost: no query with the token's id may be running any more; then the rows with that
/// source and block are counted. All there: <c>stored</c>. Some there (a block that spans months becomes several parts): they are
/// deleted, and then, as where none is there: <c>void</c>, and the next attempt has a token of its own. Tables that replace rows by key skip
/// the counting: storing again does no harm there. Before the outcome is noted, the roll-ups of the table are made true: they are fed apart from it,
/// and what broke may have fed them twice or not at all.
/// </para>
/// <para>
/// Because an outcome is always found without the block itself, the caller may cut what is left differently after a restart. Two
/// processes must not store the same source at the same time; the embedded engine's directory lock sees to that.
/// </para>
/// </summary>
public sealed class Ledger : IDisposable
{
    /// <summary>How long a failure that may pass is tried again where nobody says otherwise.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(15);
    private static readonly SearchValues<char> _hexDigits = SearchValues.Create("0123456789abcdef");
    private readonly IClickHouse _clickHouse;
    private readonly string _database;
    private readonly TimeProvider _time;
    private readonly Task<string>? _engineEnded;
    private readonly Dictionary<string, SemaphoreSlim> _locks = StoredTable.All.ToDictionary(t => t.Name, _ => new SemaphoreSlim(1, 1), StringComparer.Ordinal);

    private readonly Dictionary<string, StoredSource> _sources = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _registering = new(1, 1);

    internal Ledger(IClickHouse clickHouse, string database, TimeProvider time, Task<string>? engineEnded = null)
    {
        _engineEnded = engineEnded;
        _clickHouse = clickHouse;
        _database = database;
        _time = time;
    }

    /// <summary>How long failures that may pass are tried again; <see cref="Timeout.InfiniteTimeSpan"/> for without end.</summary>
    public TimeSpan Patience { get; init; } = UsualPatience;

    /// <summary>Told of each failure that is tried again, and null when it has passed.</summary>
    public Action<ClickHouseException?>? Trouble { get; init; }

    /// <summary>Whether the tables are on a cluster: then the replica that is asked first takes over what the others have.</summary>
    internal bool IsReplicated { get; init; }

    /// <summary>Makes the roll-ups of a table true; called while the table is held.</summary>
    internal Func<StoredTable, CancellationToken, Task>? Repair { get; init; }

    public void Dispose()
    {
        _registering.Dispose();
        foreach (var one in _locks.Values)
        {
            one.Dispose();
        }
    }

    /// <summary>Finds or adds a source, settles what an earlier process left open, and tells how far it is stored.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task<StoredSource> RegisterAsync(SourceDescription description, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        await _registering.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_sources.TryGetValue(description.Identity, out var source))
            {
                source = await ReadAsync(description, cancellationToken).ConfigureAwait(false);
                _sources.Add(description.Identity, source);
            }

            return source;
        }
        finally
        {
            _registering.Release();
        }
    }

    /// <summary>Forgets what is known of a source, for whoever gives it to another process; it is read again when it is registered again.</summary>
    public void Forget(StoredSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _registering.Wait();
        _sources.Remove(source.Description.Identity);
        _registering.Release();
    }

    /// <summary>Reads the last two blocks of each table: the last may have no outcome or be void, and then the one before says how far it is stored.</summary>
    private async Task<StoredSource> ReadAsync(SourceDescription description, CancellationToken cancellationToken)
    {
        await CatchUpAsync("sources", cancellationToken).ConfigureAwait(false);
        await CatchUpAsync("ledger", cancellationToken).ConfigureAwait(false);
        var source = new StoredSource(await NumberAsync(description, cancellationToken).ConfigureAwait(false), description);
        var query = new Statement(
            "ledger.read",
            $$"""
            SELECT source_id, target, block, attempt, max(stage) AS stage, any(range_start) AS range_start, any(range_end) AS range_end,
              any(rows) AS rows, any(token) AS token, any(producers) AS producers, any(producers_next) AS producers_next
            FROM (SELECT *, max(block) OVER (PARTITION BY target) AS newest FROM {{_database}}.ledger WHERE source_id = {source:UInt32})
            WHERE block + 1 >= newest
            GROUP BY source_id, target, block, attempt ORDER BY target, block, attempt
            """).With("source", source.Id);
        await foreach (var entry in _clickHouse.QueryAsync<LedgerEntry>(query, cancellationToken).ConfigureAwait(false))
        {
            Follow(source.Position(StoredTable.Named(entry.Target)), entry);
        }

        var producers = new Statement(
            "ledger.producers",
            $$"""
            SELECT target, producer, max(next) AS next FROM {{_database}}.ledger ARRAY JOIN producers AS producer, producers_next AS next
            WHERE source_id = {source:UInt32} AND stage = 'stored' GROUP BY target, producer
            """).With("source", source.Id);
        await foreach (var row in _clickHouse.QueryAsync<ProducerNext>(producers, cancellationToken).ConfigureAwait(false))
        {
            source.Position(StoredTable.Named(row.Target)).Producers[row.Producer] = row.Next;
        }

        await SettleAsync(source, cancellationToken).ConfigureAwait(false);
        return source;
    }

    /// <summary>
    /// Finds out what became of blocks whose storing failed, so that <see cref="StoredSource.StoredUpTo"/> is true again. For whoever goes on after a
    /// failure with other blocks than the one that failed; asks nothing where nothing is open.
    /// </summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task SettleAsync(StoredSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        foreach (var table in StoredTable.All.Where(t => source.Position(t).Open is not null))
        {
            using var hold = await HoldAsync(table, cancellationToken).ConfigureAwait(false);
            await SettleAsync(table, source.Position(table), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Stores a block, unless its range is stored already. Failures that may pass are tried again, with growing pauses, as long as <see cref="Patience"/> says.
    /// </summary>
    /// <param name="source">From <see cref="RegisterAsync"/>.</param>
    /// <param name="range">What of the source the block covers; starts at or behind <see cref="StoredSource.StoredUpTo"/>.</param>
    /// <param name="block">The rows; may be empty. It is not cleared.</param>
    /// <param name="cancellationToken">Stops between steps; what is left open is settled before the next use.</param>
    /// <returns>False where the range was stored already, and nothing was done.</returns>
    /// <exception cref="StorageException">The range is empty or begins before what is stored and ends behind it.</exception>
    /// <exception cref="ClickHouseException">ClickHouse failed for good.</exception>
    public Task<bool> WriteAsync(StoredSource source, OffsetRange range, NativeBlock block, CancellationToken cancellationToken = default) =>
        WriteAsync(source, range, block, null, cancellationToken);

    /// <summary>The same, for a source into which several publish, each with numbers of its own.</summary>
    /// <param name="source">From <see cref="RegisterAsync"/>.</param>
    /// <param name="range">What of the source the block covers.</param>
    /// <param name="block">The rows.</param>
    /// <param name="producers">
    /// For each producer whose rows are in the block the number of the next thing of it that is not stored then; see <see cref="StoredSource.ProducersOf"/>.
    /// </param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public async Task<bool> WriteAsync(
        StoredSource source, OffsetRange range, NativeBlock block, IReadOnlyDictionary<string, long>? producers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(block);
        var table = block.Table;
        var gate = _locks[table.Name];
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var position = source.Position(table);
            await SettleAsync(table, position, cancellationToken).ConfigureAwait(false);
            if (range.Start < 0 || range.End <= range.Start)
            {
                throw new StorageException($"a block of {source.Description.Name} for {table} covers {range}, which is no range");
            }

            if (range.End <= position.NextOffset)
            {
                return false;
            }

            if (range.Start < position.NextOffset)
            {
                throw new StorageException(
                    $"a block of {source.Description.Name} for {table} covers {range}, but everything before {position.NextOffset} is stored already; begin there");
            }

            await StoreAsync(source, range, block, position, producers, cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Waits until no block is on its way into a table and lets none begin until the answer is disposed.</summary>
    internal async Task<IDisposable> HoldAsync(StoredTable table, CancellationToken cancellationToken)
    {
        var gate = _locks[table.Name];
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Hold(gate);
    }

    private async Task StoreAsync(
        StoredSource source, OffsetRange range, NativeBlock block, StreamPosition position, IReadOnlyDictionary<string, long>? producers, CancellationToken cancellationToken)
    {
        block.Stamp(source.Id, position.NextBlock);
        var number = position.NextBlock;
        var begun = _time.GetTimestamp();
        var pause = _firstPause;
        var isTroubled = false;
        while (position.NextBlock == number)
        {
            try
            {
                await SettleAsync(block.Table, position, cancellationToken).ConfigureAwait(false);
                if (position.NextBlock == number)
                {
                    await TryStoreAsync(source, range, block, position, producers, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (ClickHouseException e) when (e.IsRetryable && (Patience == Timeout.InfiniteTimeSpan || _time.GetElapsedTime(begun) < Patience))
            {
                if (_engineEnded is { IsCompleted: true } ended)
                {
                    throw new StorageException($"the ClickHouse engine ended: {await ended.ConfigureAwait(false)}; start again, and what is stored is not stored twice", e);
                }

                isTroubled = true;
                Trouble?.Invoke(e);
                await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
                pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
            }
        }

        if (isTroubled)
        {
            Trouble?.Invoke(null);
        }
    }

    private async Task TryStoreAsync(
        StoredSource source, OffsetRange range, NativeBlock block, StreamPosition position, IReadOnlyDictionary<string, long>? producers, CancellationToken cancellationToken)
    {
        var entry = new LedgerEntry
        {
            SourceId = source.Id,
            Target = block.Table.Name,
            Block = position.NextBlock,
            Attempt = position.NextAttempt,
            RangeStart = range.Start,
            RangeEnd = range.End,
            Rows = block.Rows,
            Token = string.Create(
                CultureInfo.InvariantCulture,
                $"{source.Description.Identity[..16]}-{source.Id}-{block.Table.Name}-{position.NextBlock}-{position.NextAttempt}"),
            Producers = [.. producers?.Keys ?? []],
            ProducersNext = [.. producers?.Values ?? []],
        };
        if (block.Rows > 0)
        {
            position.Open = entry;
            await NoteAsync(entry, "intent", cancellationToken).ConfigureAwait(false);
            var insert = new Statement("insert." + block.Table.Name, block.InsertSql(_database))
                .Setting("query_id", entry.Token)
                .Setting("insert_deduplicate", "1")
                .Setting("insert_deduplication_token", entry.Token)
                .Setting("max_insert_threads", "1")
                .Setting("max_insert_block_size", "4000000")
                .Setting("min_insert_block_size_rows", "4000000")
                .Setting("min_insert_block_size_bytes", "0");
            await _clickHouse.InsertAsync(insert, block, cancellationToken).ConfigureAwait(false);
        }

        await NoteAsync(entry, "stored", cancellationToken).ConfigureAwait(false);
        Follow(position, entry with { Stage = "stored" });
    }

    /// <summary>Finds out what became of an open intent; see the class.</summary>
    private async Task SettleAsync(StoredTable table, StreamPosition position, CancellationToken cancellationToken)
    {
        if (position.Open is not { } entry)
        {
            return;
        }

        var running = new Statement("ledger.running", "SELECT count() AS rows FROM system.processes WHERE query_id = {token:String}").With("token", entry.Token);
        while (await CountAsync(running, cancellationToken).ConfigureAwait(false) > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time, cancellationToken).ConfigureAwait(false);
        }

        await CatchUpAsync(table.Name, cancellationToken).ConfigureAwait(false);
        var stored = table.Replaces ? 0 : await RowsAsync(table, entry, cancellationToken).ConfigureAwait(false);
        if (stored > entry.Rows)
        {
            throw new StorageException(
                $"{_database}.{table} holds {stored} rows of source {entry.SourceId}, block {entry.Block}, which has only {entry.Rows}; "
                + "another process stored the same source at the same time. Delete them (ALTER TABLE ... DELETE WHERE source_id = ... AND block = ...) and start again");
        }

        if (stored > 0 && stored < entry.Rows)
        {
            await DeleteAsync(table, entry, cancellationToken).ConfigureAwait(false);
        }

        if (Repair is { } repair)
        {
            await repair(table, cancellationToken).ConfigureAwait(false);
        }

        var stage = stored == entry.Rows ? "stored" : "void";
        await NoteAsync(entry, stage, cancellationToken).ConfigureAwait(false);
        Follow(position, entry with { Stage = stage });
    }

    /// <summary>
    /// Has the replica that answers take over what others acknowledged, where it may be another than before. <c>select_sequential_consistency</c> would do the same, but it
    /// asks for <c>insert_quorum_parallel = 0</c>, under which the stores of several processes refuse one another's writes to the one ledger.
    /// </summary>
    private Task CatchUpAsync(string table, CancellationToken cancellationToken) =>
        IsReplicated
            ? _clickHouse.ExecuteAsync(new("ledger.catch_up", $"SYSTEM SYNC REPLICA {_database}.{table} LIGHTWEIGHT"), cancellationToken)
            : Task.CompletedTask;

    private Task<long> RowsAsync(StoredTable table, LedgerEntry entry, CancellationToken cancellationToken) =>
        CountAsync(
            new Statement("ledger.count", $$"""SELECT count() AS rows FROM {{_database}}.{{table}} WHERE source_id = {source:UInt32} AND block = {block:UInt32}""")
                .With("source", entry.SourceId).With("block", entry.Block),
            cancellationToken);

    private Task DeleteAsync(StoredTable table, LedgerEntry entry, CancellationToken cancellationToken) =>
        _clickHouse.ExecuteAsync(
            new Statement("ledger.delete", $$"""ALTER TABLE {{_database}}.{{table}} DELETE WHERE source_id = {source:UInt32} AND block = {block:UInt32}""")
                .With("source", entry.SourceId).With("block", entry.Block).Setting("mutations_sync", "2"),
            cancellationToken);

    private async Task<long> CountAsync(Statement query, CancellationToken cancellationToken)
    {
        await foreach (var row in _clickHouse.QueryAsync<RowCount>(query, cancellationToken).ConfigureAwait(false))
        {
            return row.Rows;
        }

        return 0;
    }

    private Task NoteAsync(LedgerEntry entry, string stage, CancellationToken cancellationToken) =>
        _clickHouse.ExecuteAsync(
            new Statement(
                "ledger." + stage,
                $$"""
                INSERT INTO {{_database}}.ledger (source_id, target, block, attempt, stage, range_start, range_end, rows, token, producers, producers_next, noted_at)
                SELECT {source:UInt32}, {target:String}, {block:UInt32}, {attempt:UInt32}, {stage:String}, {start:UInt64}, {end:UInt64}, {rows:UInt64},
                  {token:String}, {producers:Array(String)}, {next:Array(UInt64)}, {at:DateTime64(3, 'UTC')}
                """)
                .With("source", entry.SourceId).With("target", entry.Target).With("block", entry.Block).With("attempt", entry.Attempt)
                .With("stage", stage).With("start", entry.RangeStart).With("end", entry.RangeEnd).With("rows", entry.Rows)
                .With("token", entry.Token).With("producers", entry.Producers).With("next", entry.ProducersNext).With("at", _time.GetUtcNow()),
            cancellationToken);

    private async Task<uint> NumberAsync(SourceDescription description, CancellationToken cancellationToken)
    {
        if (description.Identity.Length != 64 || description.Identity.AsSpan().ContainsAnyExcept(_hexDigits))
        {
            throw new StorageException($"the identity of source {description.Name} is not a SHA-256 in lower-case hex: \"{description.Identity}\"");
        }

        // From the content, so that the number is the same wherever the source is stored first; counted up in the rare case of a clash.
        var id = uint.Parse(description.Identity.AsSpan(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        for (; ; id++)
        {
            var query = new Statement("sources.read", $$"""SELECT any(identity) AS identity FROM {{_database}}.sources WHERE source_id = {id:UInt32} GROUP BY source_id""");
            string? holder = null;
            await foreach (var row in _clickHouse.QueryAsync<SourceIdentity>(query.With("id", id), cancellationToken).ConfigureAwait(false))
            {
                holder = row.Identity;
            }

            if (holder == description.Identity)
            {
                return id;
            }

            if (holder is null)
            {
                await AddAsync(id, description, cancellationToken).ConfigureAwait(false);
                return id;
            }
        }
    }

    private Task AddAsync(uint id, SourceDescription description, CancellationToken cancellationToken) =>
        _clickHouse.ExecuteAsync(
            new Statement(
                "sources.add",
                $$"""
                INSERT INTO {{_database}}.sources (source_id, identity, kind, name, collector, bytes, first_seen, first_at, starts_with_table)
                SELECT {id:UInt32}, {identity:String}, CAST({kind:UInt8}, 'Enum8(\'file\' = 1, \'run\' = 2, \'feed\' = 3)'), {name:String}, {collector:String},
                  {bytes:Nullable(UInt64)}, {at:DateTime64(3, 'UTC')}, if(isNull({first:Nullable(Int64)}), NULL, fromUnixTimestamp64Micro(assumeNotNull({first:Nullable(Int64)}), 'UTC')), {table:Bool}
                """)
                .With("id", id).With("identity", description.Identity).With("kind", (byte)description.Kind).With("name", description.Name)
                .With("collector", description.Collector).With("bytes", description.Bytes).With("at", _time.GetUtcNow())
                .With("first", description.FirstMicros).With("table", description.StartsWithTable),
            cancellationToken);

    private static void Follow(StreamPosition position, LedgerEntry entry)
    {
        position.Open = entry.Stage == "intent" ? entry : null;
        if (entry.Stage == "stored")
        {
            position.NextBlock = entry.Block + 1;
            position.NextAttempt = 0;
            position.NextOffset = entry.RangeEnd;
            foreach (var (producer, next) in entry.Producers.Zip(entry.ProducersNext))
            {
                position.Producers[producer] = Math.Max(next, position.Producers.GetValueOrDefault(producer));
            }
        }
        else
        {
            position.NextBlock = entry.Block;
            position.NextAttempt = entry.Attempt + 1;
        }
    }

    private sealed class Hold(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }

    private sealed record RowCount(long Rows);

    private sealed record ProducerNext(string Target, string Producer, long Next);

    private sealed record SourceIdentity(string Identity);
}
