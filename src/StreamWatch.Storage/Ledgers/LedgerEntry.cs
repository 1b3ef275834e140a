namespace StreamWatch.Storage.Ledgers;

/// <summary>One row of the ledger.</summary>
internal sealed record LedgerEntry
{
    public uint SourceId { get; init; }

    public string Target { get; init; } = "";

    public uint Block { get; init; }

    public uint Attempt { get; init; }

    public string Stage { get; init; } = "";

    public long RangeStart { get; init; }

    public long RangeEnd { get; init; }

    public long Rows { get; init; }

    public string Token { get; init; } = "";

    /// <summary>Who published what the block holds.</summary>
    public IReadOnlyList<string> Producers { get; init; } = [];

    /// <summary>For each of them the number of the next thing that is not stored.</summary>
    public IReadOnlyList<long> ProducersNext { get; init; } = [];
}
