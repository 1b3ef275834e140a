using StreamWatch.Storage.Writing;

namespace StreamWatch.Storage.Ledgers;

/// <summary>A source that the ledger knows, and how far it is stored. Safe for concurrent use.</summary>
public sealed class StoredSource
{
    private readonly Dictionary<string, StreamPosition> _positions = StoredTable.All.ToDictionary(t => t.Name, _ => new StreamPosition(), StringComparer.Ordinal);

    internal StoredSource(uint id, SourceDescription description)
    {
        Id = id;
        Description = description;
    }

    /// <summary>Short number, in every row as <c>source_id</c>.</summary>
    public uint Id { get; }

    public SourceDescription Description { get; }

    /// <summary>Everything before this offset is stored in <paramref name="table"/>; 0 where nothing is.</summary>
    public long StoredUpTo(StoredTable table) => Position(table).NextOffset;

    /// <summary>Whether <paramref name="range"/> is stored in <paramref name="table"/> as a whole.</summary>
    public bool IsStored(StoredTable table, OffsetRange range) => range.End <= StoredUpTo(table);

    /// <summary>
    /// What is stored in <paramref name="table"/> of each producer that published into this source: the number of the next thing that is not. Only those
    /// are told of that something was stored of.
    /// </summary>
    public IReadOnlyDictionary<string, long> ProducersOf(StoredTable table) => Position(table).Producers;

    internal StreamPosition Position(StoredTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return _positions[table.Name];
    }
}
