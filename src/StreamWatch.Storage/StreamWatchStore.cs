using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Embedded;
using StreamWatch.Storage.Evaluations;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Migrations;
using StreamWatch.Storage.Reading;
using StreamWatch.Storage.Retentions;
using StreamWatch.Storage.Rollups;
using StreamWatch.Storage.Runs;
using StreamWatch.Storage.Writing;

namespace StreamWatch.Storage;

/// <summary>
/// Everything StreamWatch keeps: a migrated database with its ledger, in the embedded engine (which this starts and ends) or on a server.
/// Safe for concurrent use.
/// </summary>
public sealed class StreamWatchStore : IAsyncDisposable
{
    private const int LongestName = 64;
    private readonly EmbeddedEngine? _engine;
    private readonly TimeProvider _time;

    private StreamWatchStore(IClickHouse clickHouse, EmbeddedEngine? engine, StoreOptions options)
    {
        _engine = engine;
        _time = options.Time;
        ClickHouse = clickHouse;
        Database = options.Database;
        Ledger = new Ledger(clickHouse, options.Database, options.Time, engine?.Ended)
        {
            Patience = options.Patience,
            Trouble = options.Trouble,
            IsReplicated = options.Server?.Cluster is not null,
            Repair = (table, cancellationToken) => Rollups!.RepairHeldAsync(table, cancellationToken),
        };
        Runs = new RunLog(clickHouse, options.Database, options.Time);
        Retention = new RetentionKeeper(clickHouse, options.Database, options.Server?.Cluster);
        Rollups = new RollupBuilder(clickHouse, options.Database, Ledger, Retention);
        History = new StoredHistory(clickHouse, options.Database);
        Evaluations = new EvaluationLog(clickHouse, options.Database);
    }

    /// <summary>The ClickHouse behind it, with the rights to write.</summary>
    public IClickHouse ClickHouse { get; }

    /// <summary>Database that holds everything.</summary>
    public string Database { get; }

    /// <summary>What is stored, block by block.</summary>
    public Ledger Ledger { get; }

    /// <summary>Runs of the program.</summary>
    public RunLog Runs { get; }

    /// <summary>Sums by hour and day, and how they are kept true.</summary>
    public RollupBuilder Rollups { get; }

    /// <summary>How long tables keep their rows.</summary>
    public RetentionKeeper Retention { get; }

    /// <summary>All that is read back.</summary>
    public StoredHistory History { get; }

    /// <summary>Probe results and heartbeats that are stored.</summary>
    public MeasurementReader Measurements => History.Measurements;

    /// <summary>Outages that are stored.</summary>
    public OutageReader Outages => History.Outages;

    /// <summary>How rules did on labelled data.</summary>
    public EvaluationLog Evaluations { get; }

    /// <summary>The embedded engine; null with a server.</summary>
    public EmbeddedEngine? Engine => _engine;

    /// <summary>Starts or reaches ClickHouse and brings the schema up to date.</summary>
    /// <exception cref="StorageException">The directory is in use, the engine's library is missing, the schema's history was changed ...</exception>
    /// <exception cref="ClickHouseException">ClickHouse does not answer or refuses.</exception>
    public static async Task<StreamWatchStore> OpenAsync(StoreOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!IsName(options.Database))
        {
            throw new StorageException($"\"{options.Database}\" is not a database name; use letters, digits and underscores, beginning with a letter");
        }

        EmbeddedEngine? engine = null;
        IClickHouse? clickHouse = null;
        try
        {
            if (options.Server is null)
            {
                engine = await EmbeddedEngine.StartAsync(options.ForEngine(), cancellationToken).ConfigureAwait(false);
            }

            clickHouse = Reach(options.Server, engine);
            var applied = await new Migrator(clickHouse, options.Database, MigrationCatalogue.All, options.Time, options.Server?.Cluster).ApplyAsync(cancellationToken).ConfigureAwait(false);
            var store = new StreamWatchStore(clickHouse, engine, options);
            if (applied.Count > 0)
            {
                // A roll-up that is new starts with what was stored before it was there.
                await store.Rollups.RepairAsync(RollupBuilder.FirstDay, RollupBuilder.EndOfDays, cancellationToken).ConfigureAwait(false);
            }

            return store;
        }
        catch
        {
            clickHouse?.Dispose();
            if (engine is not null)
            {
                await engine.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Stores a block exactly once; see <see cref="Storage.Ledgers.Ledger"/>.</summary>
    public Task<bool> WriteAsync(StoredSource source, OffsetRange range, NativeBlock block, CancellationToken cancellationToken = default) =>
        Ledger.WriteAsync(source, range, block, cancellationToken);

    /// <summary>Runs a query and reads its rows; columns in snake_case become properties in PascalCase.</summary>
    public IAsyncEnumerable<T> QueryAsync<T>(Statement statement, CancellationToken cancellationToken = default) =>
        ClickHouse.QueryAsync<T>(statement, cancellationToken);

    /// <summary>A writer in the background, so that filling the next block overlaps the insert of the last.</summary>
    /// <param name="waiting">Blocks that may wait; more make <see cref="BackgroundWriter.EnqueueAsync"/> wait. 1 to 64.</param>
    /// <param name="bulk">
    /// True for a replay, which stores much in little time: the embedded engine holds merges of <c>bgp_elems</c> back meanwhile, for at most
    /// <see cref="BackgroundWriter.BlocksWithoutMerges"/> blocks. A server is left alone.
    /// </param>
    public BackgroundWriter StartWriter(int waiting = 2, bool bulk = false) =>
        new(Ledger, waiting, bulk && _engine is not null ? new MergePause(ClickHouse, Database) : null, _time);

    /// <summary>Ends the engine where this started it.</summary>
    public async ValueTask DisposeAsync()
    {
        Ledger.Dispose();
        ClickHouse.Dispose();
        if (_engine is not null)
        {
            await _engine.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The server, or else the engine.</summary>
    internal static IClickHouse Reach(ClickHouseOptions? server, EmbeddedEngine? engine) =>
        server is null ? new ClickHouseHttp(engine!.Connection.ForProgram()) : ClickHouseServers.Reach(server);

    // It stands in SQL as it is, so nothing but this may get through.
    private static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
