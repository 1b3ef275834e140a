namespace StreamWatch.Kafka;

/// <summary>No broker could be reached, or none that could answer now. Retryable.</summary>
public sealed class KafkaUnavailableException : KafkaException
{
    internal KafkaUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override bool IsRetryable => true;
}
