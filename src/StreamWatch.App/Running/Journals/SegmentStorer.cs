using StreamWatch.App.Metrics;
using StreamWatch.Storage;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Running.Journals;

/// <summary>
/// Stores what stands in the segments of a journal, each line exactly once. It reads the files and not what the probing has in its hands, so that nothing
/// but the journal grows while ClickHouse is away, and what is left over of a process that was killed takes the same way.
/// </summary>
internal sealed class SegmentStorer(StreamWatchStore store, StageMetrics metrics, TimeProvider time) : IDisposable
{
    private const int RowsInBlock = 65_536;
    private const int LongestReason = 120;

    private readonly ProbeResultBlock _results = new();
    private readonly HeartbeatBlock _heartbeats = new();
    private readonly RejectedRecordBlock _rejected = new();

    /// <summary>Results and heartbeats stored by this process.</summary>
    public long Rows { get; private set; }

    /// <summary>Lines that could not be read; kept in <c>rejected_records</c>.</summary>
    public long Rejected { get; private set; }

    /// <summary>Stores everything that the segment holds now. Can be called again after it failed: it goes on where it was.</summary>
    public async Task StoreAsync(JournalSegment segment, CancellationToken cancellation)
    {
        var source = segment.Source;
        if (source is null)
        {
            segment.Source = source = await store.Ledger.RegisterAsync(segment.Description, cancellation).ConfigureAwait(false);
            segment.StoredUpTo = Math.Min(source.StoredUpTo(StoredTable.ProbeResults), source.StoredUpTo(StoredTable.Heartbeats));
        }

        // A block that failed before may have been stored all the same, and what is cut now need not be what was cut then.
        await store.Ledger.SettleAsync(source, cancellation).ConfigureAwait(false);
        for (var end = segment.Bytes; segment.StoredUpTo < end;)
        {
            Clear();
            var read = Read(segment, source, end);
            await WriteAsync(source, _results, read, cancellation).ConfigureAwait(false);
            await WriteAsync(source, _heartbeats, read, cancellation).ConfigureAwait(false);
            await WriteAsync(source, _rejected, read, cancellation).ConfigureAwait(false);
            Rejected += _rejected.Rows;
            if (_rejected.Rows > 0)
            {
                metrics.Rejected("journal_line", _rejected.Rows);
            }

            segment.StoredUpTo = read;
        }
    }

    public void Dispose()
    {
        _results.Dispose();
        _heartbeats.Dispose();
        _rejected.Dispose();
    }

    private long Read(JournalSegment segment, StoredSource source, long end)
    {
        var (results, heartbeats, rejected) =
            (source.StoredUpTo(StoredTable.ProbeResults), source.StoredUpTo(StoredTable.Heartbeats), source.StoredUpTo(StoredTable.RejectedRecords));
        using var reader = new SegmentReader(segment.Path, segment.StoredUpTo, end);
        while (_results.Rows + _heartbeats.Rows < RowsInBlock && reader.TryRead(out var result, out var heartbeat, out var fault))
        {
            var offset = reader.LineOffset;
            if (result is { } measured && offset >= results)
            {
                _results.Append(ProbeResultRow.Of(measured));
            }
            else if (heartbeat is { } beat && offset >= heartbeats)
            {
                _heartbeats.Append(new HeartbeatRow(beat.Vantage, beat.AtNanos));
            }
            else if (fault is not null && offset >= rejected)
            {
                _rejected.Append(new RejectedRecordRow
                {
                    Source = segment.Name,
                    Offset = offset,
                    Reason = fault.Length > LongestReason ? fault[..LongestReason] : fault,
                    Bytes = reader.Line,
                    ReceivedAtMicroseconds = null,
                });
            }
        }

        return reader.Offset;
    }

    /// <summary>Stores a block that covers everything of its table up to <paramref name="end"/>; an empty one needs no entry in the ledger.</summary>
    private async Task WriteAsync(StoredSource source, NativeBlock block, long end, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        if (block.Rows > 0 && await store.WriteAsync(source, new OffsetRange(source.StoredUpTo(block.Table), end), block, cancellation).ConfigureAwait(false))
        {
            metrics.Stored(block.Table.Name, block.Rows, block.Length, time.GetElapsedTime(started));
            Rows += block.Rows;
        }
    }

    private void Clear()
    {
        _results.Clear();
        _heartbeats.Clear();
        _rejected.Clear();
    }
}
