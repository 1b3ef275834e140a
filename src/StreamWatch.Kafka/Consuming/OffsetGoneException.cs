namespace StreamWatch.Kafka.Consuming;

/// <summary>
/// The message to go on with is not there: retention removed it, or the topic was made anew. What was not read is lost, so the consumer does not
/// jump over it by itself. Not retryable.
/// </summary>
public sealed class OffsetGoneException : KafkaException
{
    internal OffsetGoneException(string topic, int partition, string reason, Exception inner)
        : base(
            $"{topic} partition {partition} has no longer, or not yet, the message to go on with: {reason}; lengthen the topic's retention, "
            + "and start anew from its beginning",
            inner)
    {
        Topic = topic;
        Partition = partition;
    }

    /// <summary>Topic.</summary>
    public string Topic { get; }

    /// <summary>Partition.</summary>
    public int Partition { get; }

    /// <inheritdoc/>
    public override bool IsRetryable => false;
}
