namespace StreamWatch.Storage.Ledgers;

/// <summary>Where the stream of one source into one table stands. Changed only by the ledger, under its lock.</summary>
internal sealed class StreamPosition
{
    private long _nextOffset;

    /// <summary>Everything before is stored.</summary>
    public long NextOffset
    {
        get => Volatile.Read(ref _nextOffset);
        set => Volatile.Write(ref _nextOffset, value);
    }

    /// <summary>For each producer the number of the next thing that is not stored.</summary>
    public Dictionary<string, long> Producers { get; } = new(StringComparer.Ordinal);

    /// <summary>Number of the next block.</summary>
    public uint NextBlock { get; set; }

    /// <summary>Next attempt for that block.</summary>
    public uint NextAttempt { get; set; }

    /// <summary>An intent whose outcome is not known; nothing may be stored before it is.</summary>
    public LedgerEntry? Open { get; set; }
}
