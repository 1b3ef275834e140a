namespace StreamWatch.Kafka.Consuming;

/// <summary>A message that was read, or the news that a partition has no more for now.</summary>
public sealed class ConsumedMessage
{
    /// <summary>Topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Partition, from 0.</summary>
    public required int Partition { get; init; }

    /// <summary>Offset of the message; at the end of a partition that of the next one to come.</summary>
    public required long Offset { get; init; }

    /// <summary>True where there was no message: everything before <see cref="Offset"/> has been read.</summary>
    public bool IsEndOfPartition { get; init; }

    /// <summary>When the broker had it (LogAppendTime) or its producer made it (CreateTime), UTC; null where it has none.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Key; null where it has none.</summary>
    public byte[]? Key { get; init; }

    /// <summary>Value; null where it has none.</summary>
    public byte[]? Value { get; init; }
}
