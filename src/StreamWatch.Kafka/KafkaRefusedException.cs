namespace StreamWatch.Kafka;

/// <summary>The brokers said no, and would say it again: no such topic, not allowed, too large. Not retryable.</summary>
public sealed class KafkaRefusedException : KafkaException
{
    internal KafkaRefusedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override bool IsRetryable => false;
}
