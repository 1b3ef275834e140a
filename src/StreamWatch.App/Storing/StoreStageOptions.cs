namespace StreamWatch.App.Storing;

/// <summary>How the storing stage works.</summary>
internal sealed record StoreStageOptions
{
    /// <summary>Name of the consumer group; instances of one group share the partitions.</summary>
    public required string Group { get; init; }

    /// <summary>How long rows wait for a block to be full, 100 ms to 10 min.</summary>
    public TimeSpan StoreEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a process that is gone keeps its partitions from others, and from its own next life, 1 s to 5 min. Heartbeats have a thread of their own; brokers allow 6 s and
    /// more where they are not told otherwise (<c>group.min.session.timeout.ms</c>).
    /// </summary>
    public TimeSpan MemberTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether it ends when every partition has been read to its end.</summary>
    public bool UntilEnd { get; init; }
}
