using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Replay;

/// <summary>The rows of one source for one table on their way: the block being filled and the piece of the source it covers.</summary>
internal sealed class StreamInProgress<TBlock>(StoredSource source, StoredTable table)
    where TBlock : NativeBlock
{
    /// <summary>The block being filled; null before its first row.</summary>
    public TBlock? Block { get; set; }

    /// <summary>Everything before this offset is stored or handed over.</summary>
    public long Start { get; set; } = source.StoredUpTo(table);

    /// <summary>Whether rows from this offset are yet to be stored.</summary>
    public bool Wants(long offset) => offset >= Start;
}
