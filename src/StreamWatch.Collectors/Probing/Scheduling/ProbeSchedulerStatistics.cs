namespace StreamWatch.Collectors.Probing.Scheduling;

/// <summary>What a scheduler has done. Read at any time, while it runs too; every number only grows, but <see cref="Running"/>.</summary>
public sealed class ProbeSchedulerStatistics
{
    private long started;
    private long ended;
    private long missed;
    private long givenUp;
    private long heartbeats;
    private long clockSteps;

    /// <summary>Probes begun.</summary>
    public long Started => Interlocked.Read(ref started);

    /// <summary>Probes that gave a result.</summary>
    public long Ended => Interlocked.Read(ref ended);

    /// <summary>Slots that passed without a probe, since the host stalled or too many probes were under way.</summary>
    public long Missed => Interlocked.Read(ref missed);

    /// <summary>Probes that were under way when the scheduler was stopped: they gave no result.</summary>
    public long GivenUp => Interlocked.Read(ref givenUp);

    /// <summary>Heartbeats given.</summary>
    public long Heartbeats => Interlocked.Read(ref heartbeats);

    /// <summary>Times that the clock was set back, so that the schedule began anew.</summary>
    public long ClockSteps => Interlocked.Read(ref clockSteps);

    /// <summary>Probes under way.</summary>
    public long Running => Started - Ended - GivenUp;

    /// <summary>How late probes began.</summary>
    public DelayHistogram StartDelays { get; } = new();

    internal void Start() => Interlocked.Increment(ref started);

    internal void End() => Interlocked.Increment(ref ended);

    internal void Miss(long slots) => Interlocked.Add(ref missed, slots);

    internal void GiveUp() => Interlocked.Increment(ref givenUp);

    internal void Beat() => Interlocked.Increment(ref heartbeats);

    internal void StepClock() => Interlocked.Increment(ref clockSteps);
}
