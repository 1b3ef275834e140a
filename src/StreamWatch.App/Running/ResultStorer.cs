using StreamWatch.App.Metrics;
using StreamWatch.App.Replay;
using StreamWatch.Domain.Targets;
using StreamWatch.Storage;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Running;

/// <summary>
/// Stores what the detection gave, exactly once. Bins are known to the ledger by their time, so that after a restart it is known which are stored. They
/// go last: whoever finds a bin stored finds every outage that was decided with it.
/// </summary>
internal sealed class ResultStorer(
    StreamWatchStore store, StoredSource run, string runId, ProbingOptions options, StageMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly OutageBlock _outages = new();
    private readonly OutagePhaseBlock _phases = new();
    private readonly OutageCauseBlock _causes = new();
    private readonly OutageTargetBlock _targets = new();
    private readonly TargetBinBlock _bins = new();
    private readonly List<(NativeBlock Block, OffsetRange Range)> _waiting = [];

    /// <summary>Whether a batch is not stored as a whole yet.</summary>
    public bool IsBusy => _waiting.Count > 0;

    /// <summary>Takes a batch to be stored; only when the one before is.</summary>
    public void Take(LiveBatch batch)
    {
        foreach (var revision in batch.Outages)
        {
            _outages.Append(OutageRows.Of(revision, options.CloseBins, runId));
            foreach (var row in OutageRows.Phases(revision))
            {
                _phases.Append(row);
            }

            foreach (var row in OutageRows.Causes(revision))
            {
                _causes.Append(row);
            }

            foreach (var row in OutageRows.Targets(revision))
            {
                _targets.Append(row);
            }
        }

        _bins.RunId = runId;
        foreach (var record in batch.Bins)
        {
            _bins.Append(TargetBinRow.Of(record, options.TargetBin));
        }

        foreach (var block in new NativeBlock[] { _outages, _phases, _causes, _targets })
        {
            Wait(block, run.StoredUpTo(block.Table) + block.Rows);
        }

        Wait(_bins, batch.Bins.Count == 0 ? 0 : (batch.Bins[^1].Bin + 1) * (options.TargetBin.Ticks / TimeSpan.TicksPerSecond));
    }

    /// <summary>Stores what was taken. Can be called again after it failed: it goes on where it was.</summary>
    public async Task StoreAsync(CancellationToken cancellation)
    {
        while (_waiting.Count > 0)
        {
            var (block, range) = _waiting[0];
            var started = time.GetTimestamp();
            if (await store.WriteAsync(run, range, block, cancellation).ConfigureAwait(false))
            {
                metrics.Stored(block.Table.Name, block.Rows, block.Length, time.GetElapsedTime(started));
            }

            block.Clear();
            _waiting.RemoveAt(0);
        }
    }

    public void Dispose()
    {
        _outages.Dispose();
        _phases.Dispose();
        _causes.Dispose();
        _targets.Dispose();
        _bins.Dispose();
    }

    private void Wait(NativeBlock block, long end)
    {
        if (block.Rows > 0)
        {
            _waiting.Add((block, new OffsetRange(run.StoredUpTo(block.Table), end)));
        }
    }
}
