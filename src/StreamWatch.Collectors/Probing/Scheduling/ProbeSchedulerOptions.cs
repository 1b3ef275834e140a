namespace StreamWatch.Collectors.Probing.Scheduling;

/// <summary>How a scheduler keeps its schedule.</summary>
public sealed record ProbeSchedulerOptions
{
    /// <summary>Probes at once where nothing else is said.</summary>
    public const int DefaultConcurrency = 512;

    /// <summary>Fewest probes at once.</summary>
    public const int LeastConcurrency = 1;

    /// <summary>Most probes at once: each has a file handle or two.</summary>
    public const int MostConcurrency = 65_536;

    /// <summary>From one heartbeat to the next where nothing else is said.</summary>
    public static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(10);

    /// <summary>How late a probe may begin where nothing else is said.</summary>
    public static readonly TimeSpan DefaultLatestStart = TimeSpan.FromSeconds(1);

    /// <summary>Name of the vantage point.</summary>
    public required string Vantage { get; init; }

    /// <summary>The clock of the schedule.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Seed of the plan; any number.</summary>
    public int Seed { get; init; }

    /// <summary>Most probes at once, 1 to 65,536. Where it is reached, probes that fall due wait; those that would begin too late are left out and counted.</summary>
    public int Concurrency { get; init; } = DefaultConcurrency;

    /// <summary>From one heartbeat to the next, more than 0; beats are aligned to the epoch.</summary>
    public TimeSpan Heartbeat { get; init; } = DefaultHeartbeat;

    /// <summary>How late a probe may begin, more than 0. After a stall of the host only this much is caught up: the rest is left out and counted, never sent in a burst.</summary>
    public TimeSpan LatestStart { get; init; } = DefaultLatestStart;

    /// <summary>The first option that is out of its range, in words; null where none is.</summary>
    internal string? Fault() => this switch
    {
        { Concurrency: < LeastConcurrency or > MostConcurrency } =>
            $"{nameof(Concurrency)} is {Concurrency}; allowed are {LeastConcurrency} to {MostConcurrency} probes at once",
        { Heartbeat.Ticks: <= 0 } => $"{nameof(Heartbeat)} is {Heartbeat}; it has to be more than 0",
        { LatestStart.Ticks: <= 0 } => $"{nameof(LatestStart)} is {LatestStart}; it has to be more than 0",
        _ => null,
    };
}
