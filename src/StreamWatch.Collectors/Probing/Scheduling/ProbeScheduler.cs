using System.Threading.Channels;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;

namespace StreamWatch.Collectors.Probing.Scheduling;

/// <summary>
/// Probes the targets of a vantage point, each once an interval, by <see cref="ProbeSchedule"/>, and gives heartbeats. One loop looks at the clock every few
/// milliseconds and begins what is due; nothing else waits. What is due for too long (the host slept, or everything is under way) is left out and counted.
/// </summary>
/// <remarks>The constructor does nothing; <see cref="RunAsync"/> acts, once.</remarks>
public sealed class ProbeScheduler
{
    /// <summary>How often the loop looks at the clock.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>Results that wait for the sink before probes have to.</summary>
    private const int MostWaiting = 8192;

    private readonly IProber prober;
    private readonly IMeasurementSink sink;
    private readonly ProbeSchedulerOptions options;
    private readonly WatchedTarget[] targets;
    private readonly ProbeSlots[] slots;
    private readonly PriorityQueue<int, long> due = new();
    private readonly Channel<Measured> measured = Channel.CreateBounded<Measured>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private long nextBeat;
    private int wasRun;

    /// <summary>Plans.</summary>
    /// <param name="targets">What is probed; those without a probe of their own are left out.</param>
    /// <param name="prober">Makes the attempts.</param>
    /// <param name="sink">Takes the results and the heartbeats.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ProbeScheduler(IEnumerable<WatchedTarget> targets, IProber prober, IMeasurementSink sink, ProbeSchedulerOptions options)
    {
        if (options.Fault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        this.prober = prober;
        this.sink = sink;
        this.options = options;
        this.targets = [.. targets.Where(target => target.Probe is not null)];
        var schedule = new ProbeSchedule(options.Vantage, options.Seed);
        slots = [.. this.targets.Select(target => schedule.Of(target.Name, target.Probe!.Interval))];
    }

    /// <summary>What was done so far.</summary>
    public ProbeSchedulerStatistics Statistics { get; } = new();

    /// <summary>
    /// Probes until it is stopped. Probes under way are then given up, and everything measured is handed to the sink before this returns; a sink that
    /// fails ends it with the sink's exception.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was run before.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref wasRun, 1) != 0)
        {
            throw new InvalidOperationException("a scheduler runs once; make another");
        }

        using var free = new SemaphoreSlim(options.Concurrency);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pump = PumpAsync(stop, cancellation);
        try
        {
            await LoopAsync(free, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // asked to stop, or the sink failed: the pump tells
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            for (var ended = 0; ended < options.Concurrency; ended++)
            {
                await free.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }

            measured.Writer.TryComplete();
            await pump.ConfigureAwait(false);
        }
    }

    private async Task LoopAsync(SemaphoreSlim free, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, options.Time);
        var last = Now();
        nextBeat = last;
        Plan(last);
        do
        {
            var now = Now();
            if (now < last)
            {
                // The clock was set back: what was planned is too far away now.
                Statistics.StepClock();
                nextBeat = now;
                Plan(now);
            }

            last = now;
            Beat(now);
            StartDue(now, free, cancellation);
        }
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
    }

    private void Plan(long now)
    {
        due.Clear();
        due.EnqueueRange(slots.Select((slot, i) => (i, slot.After(now))));
    }

    private void StartDue(long now, SemaphoreSlim free, CancellationToken cancellation)
    {
        var latest = options.LatestStart.Ticks * TimeSpan.NanosecondsPerTick;
        while (due.TryPeek(out var target, out var slot) && slot <= now)
        {
            if (now - slot > latest)
            {
                due.Dequeue();
                Statistics.Miss(1 + slots[target].Between(slot, now));
                due.Enqueue(target, slots[target].After(now));
                continue;
            }

            if (!free.Wait(0, CancellationToken.None))
            {
                return;
            }

            due.Dequeue();
            due.Enqueue(target, slots[target].After(slot));
            Statistics.Start();
            Statistics.StartDelays.Add(TimeSpan.FromTicks((Now() - slot) / TimeSpan.NanosecondsPerTick));
            _ = ProbeAsync(targets[target], free, cancellation);
        }
    }

    private async Task ProbeAsync(WatchedTarget target, SemaphoreSlim free, CancellationToken cancellation)
    {
        try
        {
            var report = await prober.ProbeAsync(target, cancellation).ConfigureAwait(false);
            await measured.Writer.WriteAsync(new Measured(report, null), CancellationToken.None).ConfigureAwait(false);
            Statistics.End();
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            Statistics.GiveUp();
        }
        catch (Exception e)
        {
            // A prober gives a result whatever happens; one that does not has an error in it, which nobody is to miss.
            Statistics.GiveUp();
            measured.Writer.TryComplete(e);
        }
        finally
        {
            free.Release();
        }
    }

    private void Beat(long now)
    {
        // Where the sink is so far behind that there is no room, the next look at the clock tries again: a vantage point that cannot tell is as good as dead.
        if (now >= nextBeat && measured.Writer.TryWrite(new Measured(null, new VantageHeartbeat(options.Vantage, now))))
        {
            var every = options.Heartbeat.Ticks * TimeSpan.NanosecondsPerTick;
            nextBeat = ((now / every) + 1) * every;
            Statistics.Beat();
        }
    }

    private async Task PumpAsync(CancellationTokenSource stop, CancellationToken cancellation)
    {
        try
        {
            // What was measured is handed over also after the stop: the token is for a sink that would rather not.
            await foreach (var one in measured.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (one.Report is { } report)
                {
                    await sink.TakeAsync(report, cancellation).ConfigureAwait(false);
                }
                else
                {
                    await sink.TakeAsync(one.Heartbeat!.Value, cancellation).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            measured.Writer.TryComplete();
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private long Now() => (options.Time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;

    private readonly record struct Measured(ProbeReport? Report, VantageHeartbeat? Heartbeat);
}
