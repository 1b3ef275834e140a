using System.Globalization;
using Serilog;
using StreamWatch.App.Health;
using StreamWatch.App.Running;
using StreamWatch.App.Stages;
using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Scheduling;

namespace StreamWatch.App.Collecting.Live;

/// <summary>Probes until it is stopped, and pauses while the outbox has no room for what would be measured, because the brokers are away.</summary>
internal sealed class LiveProbing(LiveCollectOptions options, IProber prober, Outbox outbox, LiveRounds rounds, Stage stage, TimeProvider time, ILogger log)
{
    /// <summary>Probing goes on when no more than this share of what may wait does.</summary>
    private const double Half = 0.5;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Ticks come so late only where something hangs.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(60);

    private readonly Occasionally _paused = new(time);

    /// <summary>Whether probing pauses because too much waits to be published.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Probes that were left out, as they could not begin in time.</summary>
    public long Missed { get; private set; }

    /// <summary>Probes; when it returns, everything measured is in a round.</summary>
    /// <exception cref="OutboxException">The outbox cannot be written.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var progress = stage.Health.Progress("probing", LongestTurn);
        while (!cancellation.IsCancellationRequested)
        {
            if (outbox.WaitingBytes >= options.OutboxLimit)
            {
                await PauseAsync(progress, cancellation).ConfigureAwait(false);
            }

            using var period = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var scheduler = new ProbeScheduler(
                options.Watch.Targets, prober, rounds, new ProbeSchedulerOptions { Vantage = options.Vantage, Time = time, Heartbeat = options.Heartbeat });
            var probing = scheduler.RunAsync(period.Token);
            try
            {
                await WatchAsync(scheduler, probing, progress, period.Token).ConfigureAwait(false);
            }
            finally
            {
                await period.CancelAsync().ConfigureAwait(false);
                await probing.ConfigureAwait(false);
                Missed += scheduler.Statistics.Missed;
            }
        }

        progress.End();
    }

    /// <summary>Returns when probing has ended, is to end, or has to.</summary>
    private async Task WatchAsync(ProbeScheduler scheduler, Task probing, ProgressCheck progress, CancellationToken cancellation)
    {
        var known = 0L;
        while (!probing.IsCompleted && !cancellation.IsCancellationRequested && outbox.WaitingBytes < options.OutboxLimit)
        {
            progress.Beat();
            var steps = scheduler.Statistics.ClockSteps;
            if (steps != known)
            {
                known = steps;
                log.Warning("The clock of this host was set back; until it has caught up nothing is decided");
            }

            await Task.WhenAny(probing, Task.Delay(Tick, time, cancellation)).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(ProgressCheck progress, CancellationToken cancellation)
    {
        IsPaused = true;
        var started = time.GetTimestamp();
        while (outbox.WaitingBytes >= Half * options.OutboxLimit && !cancellation.IsCancellationRequested)
        {
            progress.Beat();
            if (_paused.IsDue())
            {
                log.Error(
                    "Nothing is probed: {Bytes} bytes in {Rounds} rounds of the outbox (limit {Limit}) wait for Kafka, which does not take them; probing goes on once it does",
                    outbox.WaitingBytes.ToString("N0", CultureInfo.InvariantCulture),
                    outbox.Waiting,
                    options.OutboxLimit.ToString("N0", CultureInfo.InvariantCulture));
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
}
