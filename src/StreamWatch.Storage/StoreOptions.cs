using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Embedded;
using StreamWatch.Storage.Ledgers;

namespace StreamWatch.Storage;

/// <summary>Where results are kept: in a directory of their own with the embedded engine, or in a ClickHouse server. One of the two is named.</summary>
public sealed record StoreOptions
{
    /// <summary>Data directory of the embedded engine; made where missing.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>A ClickHouse server instead.</summary>
    public ClickHouseOptions? Server { get; init; }

    /// <summary>Database; default <c>streamwatch</c>. Letters, digits and underscores.</summary>
    public string Database { get; init; } = "streamwatch";

    /// <summary>What uses the directory, for the message that others get meanwhile; the command's name.</summary>
    public string Purpose { get; init; } = "streamwatch";

    /// <summary>How the engine process is started; default: this program's own hidden command.</summary>
    public EngineHostCommand? EngineHost { get; init; }

    /// <summary>HTTP port of the embedded engine; default: a free one.</summary>
    public int? Port { get; init; }

    /// <summary>
    /// How long the storing of a block is tried again while ClickHouse is away, full or busy; default 30 s.
    /// <see cref="Timeout.InfiniteTimeSpan"/> for a stage that waits for ClickHouse without end.
    /// </summary>
    public TimeSpan Patience { get; init; } = Ledger.UsualPatience;

    /// <summary>Told of each failure that is tried again, and null when it has passed. Default: nobody is.</summary>
    public Action<ClickHouseException?>? Trouble { get; init; }

    /// <summary>The clock that ledger and sources are stamped with.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Whether this goes on with a restore that was cut short.</summary>
    internal bool IsRestore { get; init; }

    /// <summary>How the embedded engine is started.</summary>
    /// <exception cref="StorageException">No directory is named.</exception>
    internal EngineOptions ForEngine(string? backups = null) => new()
    {
        Directory = DataDirectory ?? throw new StorageException("name a data directory (--data DIR) or a ClickHouse server (--clickhouse URL)"),
        Purpose = Purpose,
        Host = EngineHost ?? EngineHostCommand.OfThisProgram(),
        Port = Port,
        Database = Database,
        Backups = backups,
        IsRestore = IsRestore,
        Time = Time,
    };
}
