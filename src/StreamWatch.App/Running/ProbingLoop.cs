using System.Globalization;
using Serilog;
using StreamWatch.App.Health;
using StreamWatch.App.Running.Journals;
using StreamWatch.App.Stages;
using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Scheduling;

namespace StreamWatch.App.Running;

/// <summary>
/// Probes until it is stopped, and pauses while what is measured cannot be kept: when the journal has grown to its limit because ClickHouse is away. What
/// was measured by then is kept; nothing is measured that would have to be thrown away.
/// </summary>
internal sealed class ProbingLoop(RunOptions options, IProber prober, Journal journal, LiveEngine engine, Stage stage, TimeProvider time, ILogger log)
{
    /// <summary>Rows of results of the detection that may wait in memory; each takes about 200 bytes.</summary>
    private const int MostWaitingRows = 2_000_000;

    private const double Whole = 1;

    /// <summary>Probing goes on when no more than this share of what may wait does.</summary>
    private const double Half = 0.5;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Ticks come so late only where something hangs.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(60);

    private readonly LiveFeed _feed = new(journal, engine, stage.Metrics);
    private readonly Occasionally _paused = new(time);
    private ProbeScheduler? _scheduler;
    private long _clockSteps;
    private long _probesBefore;
    private long _missedBefore;

    /// <summary>Whether probing pauses because too much waits to be stored.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Probes that gave a result.</summary>
    public long Probes => _probesBefore + (_scheduler?.Statistics.Ended ?? 0);

    /// <summary>Probes that were left out, as they could not begin in time.</summary>
    public long Missed => _missedBefore + (_scheduler?.Statistics.Missed ?? 0);

    /// <summary>Probes; when it returns, everything measured is in the journal.</summary>
    /// <exception cref="JournalException">The journal cannot be written.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var progress = stage.Health.Progress("probing", LongestTurn);
        while (!cancellation.IsCancellationRequested)
        {
            if (IsFull(Whole))
            {
                await PauseAsync(progress, cancellation).ConfigureAwait(false);
            }

            using var period = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            (_probesBefore, _missedBefore, _clockSteps) = (Probes, Missed, 0);
            _scheduler = new ProbeScheduler(
                options.Watch.Targets, prober, _feed, new ProbeSchedulerOptions { Vantage = options.Vantage, Time = time, Heartbeat = options.Heartbeat });
            var probing = _scheduler.RunAsync(period.Token);
            try
            {
                await WatchAsync(probing, progress, period.Token).ConfigureAwait(false);
            }
            finally
            {
                await period.CancelAsync().ConfigureAwait(false);
                await probing.ConfigureAwait(false);
                journal.CloseSegment();
            }
        }
    }

    /// <summary>Returns when probing has ended, is to end, or has to.</summary>
    private async Task WatchAsync(Task probing, ProgressCheck progress, CancellationToken cancellation)
    {
        while (!probing.IsCompleted && !cancellation.IsCancellationRequested && !IsFull(Whole))
        {
            progress.Beat();
            engine.Tick(time.GetUtcNow());
            var steps = _scheduler!.Statistics.ClockSteps;
            if (steps != _clockSteps)
            {
                _clockSteps = steps;
                log.Warning("The clock of this host was set back; until it has caught up nothing is decided");
            }

            await Task.WhenAny(probing, Task.Delay(Tick, time, cancellation)).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(ProgressCheck progress, CancellationToken cancellation)
    {
        IsPaused = true;
        var started = time.GetTimestamp();
        while (IsFull(Half) && !cancellation.IsCancellationRequested)
        {
            progress.Beat();
            if (_paused.IsDue())
            {
                log.Error(
                    "Nothing is probed: {Bytes} bytes of the journal (limit {Limit}) and {Rows} rows wait for ClickHouse, which does not take them; probing goes on once it does",
                    journal.WaitingBytes.ToString("N0", CultureInfo.InvariantCulture),
                    options.JournalLimit.ToString("N0", CultureInfo.InvariantCulture),
                    engine.WaitingRows);
            }

            await Task.WhenAny(Task.Delay(Tick, time, cancellation)).ConfigureAwait(false);
        }

        IsPaused = false;
        stage.Metrics.Waited("probing", time.GetElapsedTime(started));
        if (_paused.End())
        {
            log.Warning("Probing goes on");
        }
    }

    private bool IsFull(double share) => journal.WaitingBytes >= share * options.JournalLimit || engine.WaitingRows >= share * MostWaitingRows;
}
