namespace StreamWatch.Kafka.Producing;

/// <summary>A message was not and will not be delivered; the producer accepts no more. Not retryable: start again from what was acknowledged.</summary>
public sealed class DeliveryException : KafkaException
{
    internal DeliveryException(string topic, int partition, string reason, Exception? inner = null)
        : base($"a message to {topic} partition {partition} was not delivered: {reason}", inner)
    {
        Topic = topic;
        Partition = partition;
        Reason = reason;
    }

    /// <summary>Where it was to go.</summary>
    public string Topic { get; }

    /// <summary>Where in the topic.</summary>
    public int Partition { get; }

    /// <summary>What the broker or the client said.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override bool IsRetryable => false;
}
