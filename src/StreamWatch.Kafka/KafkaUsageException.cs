namespace StreamWatch.Kafka;

/// <summary>Settings or a call that cannot work, or a client library that is not installed. Not retryable.</summary>
public sealed class KafkaUsageException : KafkaException
{
    internal KafkaUsageException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override bool IsRetryable => false;
}
