namespace StreamWatch.Kafka.Consuming;

/// <summary>How a <see cref="MessageConsumer"/> works.</summary>
public sealed record ConsumerOptions
{
    /// <summary>Bytes that are fetched ahead of the reader; default 32 MiB. One message that is larger still comes through.</summary>
    public int MaxBytesAhead { get; init; } = 32 << 20;

    /// <summary>
    /// How long a member of a group may be unheard before its partitions are given to others; default 45 s. Heartbeats are sent by a thread of the library.
    /// </summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// The longest time between two calls of <see cref="MessageConsumer.Read"/> before the group gives the partitions to others; default 5 minutes.
    /// Who waits for something else pauses its partitions and goes on reading.
    /// </summary>
    public TimeSpan MaxReadInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A name that outlives the process: who comes back with it within the session time-out has its partitions at once. Default: none.</summary>
    public string? InstanceId { get; init; }

    /// <summary>How long queries and commits wait for a broker; default 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
