namespace StreamWatch.Storage.Embedded;

/// <summary>How the embedded engine is run.</summary>
public sealed record EngineOptions
{
    /// <summary>Least memory that the engine is given, bytes: 1 GiB. With less it fails at merges.</summary>
    public const long LeastMemory = 1L << 30;

    /// <summary>Data directory: <c>clickhouse/</c> holds the data, <c>engine/</c> configuration and locks, <c>logs/</c> the log.</summary>
    public required string Directory { get; init; }

    /// <summary>What uses the directory; others are told meanwhile.</summary>
    public required string Purpose { get; init; }

    /// <summary>How to start the process that holds it.</summary>
    public required EngineHostCommand Host { get; init; }

    /// <summary>Library; default: found by <see cref="EngineLibrary"/>.</summary>
    public string? Library { get; init; }

    /// <summary>HTTP port on 127.0.0.1; default: a free one.</summary>
    public int? Port { get; init; }

    /// <summary>Database that the read-only user may read.</summary>
    public string Database { get; init; } = "streamwatch";

    /// <summary>Most memory of the engine, bytes; default half of the machine's, between 1 and 8 GiB.</summary>
    public long? Memory { get; init; }

    /// <summary>How long the engine may take to answer; default 60 s. It takes 0.5 s on an idle machine.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for the engine of a killed program to end; default 10 s. It needs less than one.</summary>
    public TimeSpan StaleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether this goes on with a restore that was cut short; all others are refused then.</summary>
    internal bool IsRestore { get; init; }

    /// <summary>The one folder that backups may be written to and read from; null for none.</summary>
    public string? Backups { get; init; }

    public required TimeProvider Time { get; init; }

    internal long MemoryLimit => Math.Max(LeastMemory, Memory ?? Math.Min(8L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2));
}
