namespace StreamWatch.App.Doctor;

/// <summary>How the topics are to be, as far as somebody said; what is null is taken as it is found.</summary>
internal sealed record TopicWishes
{
    /// <summary>What the names of the topics begin with.</summary>
    public required string Prefix { get; init; }

    /// <summary>Partitions of each topic.</summary>
    public int? Partitions { get; init; }

    /// <summary>Brokers that keep each partition.</summary>
    public int? Replication { get; init; }

    /// <summary>How long messages are kept, as Kafka writes it: milliseconds, or <c>-1</c> for ever.</summary>
    public string? RetentionMilliseconds { get; init; }

    /// <summary>The largest batch of messages that a topic has to take, bytes.</summary>
    public required int MaxMessageBytes { get; init; }
}
