namespace StreamWatch.Kafka;

/// <summary>Root of what can go wrong with Kafka. <see cref="IsRetryable"/> says whether the same call may succeed later.</summary>
public abstract class KafkaException : Exception
{
    private protected KafkaException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>True where the same call may succeed later without any change.</summary>
    public abstract bool IsRetryable { get; }
}
