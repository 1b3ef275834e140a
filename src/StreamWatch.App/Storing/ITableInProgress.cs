using StreamWatch.App.Metrics;
using StreamWatch.Storage.Ledgers;

namespace StreamWatch.App.Storing;

/// <summary>The rows of one partition for one table on their way, whatever their table.</summary>
internal interface ITableInProgress : IDisposable
{
    /// <summary>Rows that wait.</summary>
    int Rows { get; }

    /// <summary>Whether what this producer published under this number was had before, at another offset.</summary>
    /// <param name="offset">Offset of the message.</param>
    /// <param name="producer">Who published it.</param>
    /// <param name="number">Its number among what that producer published.</param>
    bool Had(long offset, string producer, long number);

    /// <summary>Stores them. May be called again after a failure.</summary>
    /// <param name="ledger">Where.</param>
    /// <param name="end">Offset behind the last message that was taken.</param>
    /// <param name="metrics">Hears of the block.</param>
    /// <param name="cancellation">Stops it.</param>
    Task StoreAsync(Ledger ledger, long end, StageMetrics metrics, CancellationToken cancellation);
}
