using Serilog;
using StreamWatch.App.Health;
using StreamWatch.App.Stages;
using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Scheduling;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Running;

/// <summary>
/// Probes until it is stopped, and pauses while what is measured cannot be kept, because whoever is behind it is away. What was measured by then is kept;
/// nothing is measured that would have to be thrown away.
/// </summary>
/// <param name="targets">What is probed.</param>
/// <param name="schedule">How.</param>
/// <param name="prober">Makes the attempts.</param>
/// <param name="keep">Where what is measured goes.</param>
/// <param name="stage">What it tells its health and its numbers.</param>
/// <param name="log">The program's log.</param>
internal sealed class ProbingLoop(IReadOnlyList<WatchedTarget> targets, ProbeSchedulerOptions schedule, IProber prober, IMeasurementKeep keep, Stage stage, ILogger log)
{
    private const double Whole = 1;

    /// <summary>Probing goes on when no more than this share of what may wait does.</summary>
    private const double Half = 0.5;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Ticks come so late only where something hangs.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time = schedule.Time;
    private readonly Occasionally _paused = new(schedule.Time);
    private ProbeScheduler? _scheduler;
    private long _clockSteps;
    private long _probesBefore;
    private long _missedBefore;

    /// <summary>Whether probing pauses because too much of what was measured waits.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Probes that gave a result.</summary>
    public long Probes => _probesBefore + (_scheduler?.Statistics.Ended ?? 0);

    /// <summary>Probes that were left out, as they could not begin in time.</summary>
    public long Missed => _missedBefore + (_scheduler?.Statistics.Missed ?? 0);

    /// <summary>Probes; when it returns, everything measured is kept.</summary>
    /// <remarks>Where nothing can be kept it ends with what the keep throws.</remarks>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var progress = stage.Health.Progress("probing", LongestTurn);
        while (!cancellation.IsCancellationRequested)
        {
            if (keep.IsFull(Whole))
            {
                await PauseAsync(progress, cancellation).ConfigureAwait(false);
            }

            using var period = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            (_probesBefore, _missedBefore, _clockSteps) = (Probes, Missed, 0);
            _scheduler = new ProbeScheduler(targets, prober, keep.Sink, schedule);
            var probing = _scheduler.RunAsync(period.Token);
            try
            {
                await WatchAsync(probing, progress, period.Token).ConfigureAwait(false);
            }
            finally
            {
                await period.CancelAsync().ConfigureAwait(false);
                await probing.ConfigureAwait(false);
                keep.EndPeriod();
            }
        }

        progress.End();
    }

    /// <summary>Returns when probing has ended, is to end, or has to.</summary>
    private async Task WatchAsync(Task probing, ProgressCheck progress, CancellationToken cancellation)
    {
        while (!probing.IsCompleted && !cancellation.IsCancellationRequested && !keep.IsFull(Whole))
        {
            progress.Beat();
            keep.Turn();
            var steps = _scheduler!.Statistics.ClockSteps;
            if (steps != _clockSteps)
            {
                _clockSteps = steps;
                log.Warning("The clock of this host was set back; until it has caught up nothing is decided");
            }

            await Task.WhenAny(probing, Task.Delay(Tick, _time, cancellation)).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(ProgressCheck progress, CancellationToken cancellation)
    {
        IsPaused = true;
        var started = _time.GetTimestamp();
        while (keep.IsFull(Half) && !cancellation.IsCancellationRequested)
        {
            progress.Beat();
            if (_paused.IsDue())
            {
                keep.SayFull(log);
            }

            await Task.WhenAny(Task.Delay(Tick, _time, cancellation)).ConfigureAwait(false);
        }

        IsPaused = false;
        stage.Metrics.Waited("probing", _time.GetElapsedTime(started));
        if (_paused.End())
        {
            log.Warning("Probing goes on");
        }
    }
}
