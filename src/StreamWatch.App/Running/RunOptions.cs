using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Running;

/// <summary>What is watched live, from where, and how what is measured is kept.</summary>
internal sealed record RunOptions
{
    /// <summary>Fewest bytes that a journal may be held to.</summary>
    public const long LeastJournalLimit = 1L << 20;

    /// <summary>Most bytes that a journal may be held to.</summary>
    public const long MostJournalLimit = 1L << 40;

    /// <summary>Fewest results that a start may be held to.</summary>
    public const int LeastWarmResults = 1_000;

    /// <summary>Most results that a start may be held to.</summary>
    public const int MostWarmResults = 100_000_000;

    /// <summary>Shortest time from one storing to the next.</summary>
    public static readonly TimeSpan LeastStoreEvery = TimeSpan.FromSeconds(1);

    /// <summary>Longest time from one storing to the next.</summary>
    public static readonly TimeSpan MostStoreEvery = TimeSpan.FromMinutes(5);

    /// <summary>Least time that a start looks back.</summary>
    public static readonly TimeSpan LeastWarmFrom = TimeSpan.Zero;

    /// <summary>Most time that a start looks back.</summary>
    public static readonly TimeSpan MostWarmFrom = TimeSpan.FromDays(90);

    /// <summary>What is watched.</summary>
    public required WatchList Watch { get; init; }

    /// <summary>Name of the vantage point that this process is.</summary>
    public required string Vantage { get; init; }

    /// <summary>The numbers that decide.</summary>
    public ProbingOptions Probing { get; init; } = new();

    /// <summary>Folder of the journal.</summary>
    public required string Journal { get; init; }

    /// <summary>Bytes in the journal at which probing pauses. Default 1 GiB; 1 MiB – 1 TiB.</summary>
    public long JournalLimit { get; init; } = 1L << 30;

    /// <summary>From one storing to the next. Default 10 s; 1 s – 5 min.</summary>
    public TimeSpan StoreEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How far a start looks back, from what was decided last. Default 7 days; 0 – 90 days. Open outages have it look back further.</summary>
    public TimeSpan WarmFrom { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Results that a start reads at most of what was decided before. Default 2,000,000; 1,000 – 100,000,000.</summary>
    public int WarmResults { get; init; } = 2_000_000;

    /// <summary>From one heartbeat to the next: ten seconds, or a third of the silence that would be too long.</summary>
    public TimeSpan Heartbeat => TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(10).Ticks, Probing.IdleAfter.Ticks / 3));
}
