using Serilog;
using StreamWatch.App.Metrics;
using StreamWatch.App.Running.Journals;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Running;

/// <summary>
/// Stores what was measured and decided, again and again. While ClickHouse is away it keeps trying and says so once a minute; what waits is in the journal,
/// or can be decided again from it.
/// </summary>
internal sealed class StoreLoop(
    Journal journal, LiveEngine engine, SegmentStorer segments, ResultStorer results, TimeSpan every, StageMetrics metrics, TimeProvider time, ILogger log)
{
    private readonly Occasionally _away = new(time);

    /// <summary>Why ClickHouse does not take what it is given; null while it does.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Stores until the probing has ended, and then what is left.</summary>
    /// <param name="probing">Ends when nothing more is measured.</param>
    /// <param name="cancellation">Gives up, with what is left in the journal.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task RunAsync(Task probing, CancellationToken cancellation)
    {
        while (true)
        {
            // Looked at first: what was measured before the end is stored after it.
            var isLast = probing.IsCompleted;
            var isStored = await TryStoreAsync(cancellation).ConfigureAwait(false);
            if (isLast && isStored)
            {
                return;
            }

            await Task.WhenAny(isLast ? Task.Delay(TimeSpan.FromSeconds(1), time, cancellation) : probing, Task.Delay(every, time, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Stores everything that is there; false where ClickHouse is away.</summary>
    public async Task<bool> TryStoreAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var segment in journal.Segments)
            {
                await segments.StoreAsync(segment, cancellation).ConfigureAwait(false);
                if (segment.IsDone)
                {
                    journal.Delete(segment);
                }
            }

            if (!results.IsBusy)
            {
                results.Take(engine.TakeResults());
            }

            await results.StoreAsync(cancellation).ConfigureAwait(false);
            Trouble = null;
            if (_away.End())
            {
                log.Warning("ClickHouse takes what it is given again");
            }

            return true;
        }
        catch (ClickHouseException e) when (e.IsRetryable)
        {
            Trouble = e.Message;
            metrics.DeliveryError("clickhouse", isRetried: true);
            if (_away.IsDue())
            {
                log.Error("ClickHouse is away; what is measured waits in the journal: {Reason}", e.Message);
            }

            return false;
        }
    }
}
