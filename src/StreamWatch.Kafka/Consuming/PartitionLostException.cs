namespace StreamWatch.Kafka.Consuming;

/// <summary>A commit came too late: the group has given the partition to another member, which goes on from the last commit. Not retryable.</summary>
public sealed class PartitionLostException : KafkaException
{
    internal PartitionLostException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override bool IsRetryable => false;
}
