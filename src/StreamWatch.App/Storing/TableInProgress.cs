using System.Diagnostics;
using StreamWatch.App.Metrics;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Storing;

/// <summary>The rows of one partition for one table on their way: the block being filled, and what of each producer is in it or stored. Not thread-safe.</summary>
internal sealed class TableInProgress<TBlock> : ITableInProgress
    where TBlock : NativeBlock, new()
{
    private readonly TBlock _block = new();
    private readonly StoredSource _source;
    private readonly Dictionary<string, long> _had;
    private readonly Dictionary<string, long> _inBlock = new(StringComparer.Ordinal);
    private long _start;

    public TableInProgress(StoredSource source)
    {
        _source = source;
        _start = source.StoredUpTo(_block.Table);
        _had = new Dictionary<string, long>(source.ProducersOf(_block.Table), StringComparer.Ordinal);
    }

    public int Rows => _block.Rows;

    /// <summary>The block to append to.</summary>
    public TBlock Block => _block;

    /// <summary>Whether rows of a message are yet to be stored.</summary>
    /// <param name="offset">Offset of the message.</param>
    /// <param name="producer">Who published it.</param>
    /// <param name="number">Its number among what that producer published.</param>
    public bool Wants(long offset, string producer, long number) => offset >= _start && number >= _had.GetValueOrDefault(producer);

    /// <summary>Whether what this producer published under this number was had before, at another offset.</summary>
    public bool Had(long offset, string producer, long number) => offset >= _start && number < _had.GetValueOrDefault(producer);

    /// <summary>Whether a message without a producer, one that could not be read, is yet to be stored.</summary>
    public bool Wants(long offset) => offset >= _start;

    /// <summary>Rows of this number were appended.</summary>
    public void Took(string producer, long number) => _had[producer] = _inBlock[producer] = number + 1;

    public async Task StoreAsync(Ledger ledger, long end, StageMetrics metrics, CancellationToken cancellation)
    {
        if (_block.Rows > 0)
        {
            var started = Stopwatch.GetTimestamp();
            await ledger.WriteAsync(_source, new OffsetRange(_start, end), _block, _inBlock, cancellation).ConfigureAwait(false);
            metrics.Stored(_block.Table.Name, _block.Rows, _block.Length, Stopwatch.GetElapsedTime(started));
            _start = end;
            _block.Clear();
            _inBlock.Clear();
        }
    }

    public void Dispose() => _block.Dispose();
}
