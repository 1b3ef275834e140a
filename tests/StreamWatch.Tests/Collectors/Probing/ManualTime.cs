namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>A clock that a test moves. Timers fire on the thread that moves it, in order of time.</summary>
sealed class ManualTime : TimeProvider
{
    readonly Lock _lock = new();
    readonly List<Timer> _timers = [];
    long _ticks = new DateTime(2022, 1, 14, 0, 0, 0, DateTimeKind.Utc).Ticks;
    long _set;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp() + Interlocked.Read(ref _set), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Time goes on; what falls due meanwhile fires once, however often its period passed, as a host's own timers do after a stall.</summary>
    public void Advance(TimeSpan by)
    {
        var ticks = GetTimestamp() + by.Ticks;
        List<Timer> due;
        lock (_lock)
        {
            Interlocked.Exchange(ref _ticks, ticks);
            due = [.. _timers.Where(timer => timer.DueAt <= ticks).OrderBy(timer => timer.DueAt)];
            foreach (var timer in due)
            {
                timer.DueAt = timer.Period > TimeSpan.Zero ? ticks + timer.Period.Ticks : long.MaxValue;
            }
        }

        due.ForEach(timer => timer.Fire());
    }

    /// <summary>Somebody sets the clock; timers do not notice.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref _set, by.Ticks);

    sealed class Timer(ManualTime time, Action fire) : ITimer
    {
        public long DueAt { get; set; } = long.MaxValue;

        public TimeSpan Period { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks;
                Period = period;
                time._timers.Remove(this);
                time._timers.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
