using StreamWatch.Collectors.Probing.Scheduling;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Collecting.Live;

/// <summary>What is probed and published live, and how what is measured is kept until the brokers have it.</summary>
internal sealed record LiveCollectOptions
{
    /// <summary>Fewest bytes that an outbox may be held to.</summary>
    public const long LeastOutboxLimit = 1L << 20;

    /// <summary>Most bytes that an outbox may be held to.</summary>
    public const long MostOutboxLimit = 1L << 40;

    /// <summary>Shortest time from one round to the next.</summary>
    public static readonly TimeSpan LeastRoundEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest time from one round to the next.</summary>
    public static readonly TimeSpan MostRoundEvery = TimeSpan.FromMinutes(1);

    /// <summary>Name of the collecting process, 1 to 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What is watched.</summary>
    public required WatchList Watch { get; init; }

    /// <summary>Name of the vantage point that this process is.</summary>
    public required string Vantage { get; init; }

    /// <summary>Folder of the outbox.</summary>
    public required string Outbox { get; init; }

    /// <summary>Bytes in the outbox at which probing pauses. Default 1 GiB; 1 MiB – 1 TiB.</summary>
    public long OutboxLimit { get; init; } = 1L << 30;

    /// <summary>From one round to the next. Default 1 s; 100 ms – 1 min.</summary>
    public TimeSpan RoundEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From one heartbeat of the vantage point to the next.</summary>
    public TimeSpan Heartbeat { get; init; } = ProbeSchedulerOptions.DefaultHeartbeat;
}
