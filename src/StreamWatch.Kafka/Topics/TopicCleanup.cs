namespace StreamWatch.Kafka.Topics;

/// <summary>What becomes of old messages (setting <c>cleanup.policy</c>).</summary>
public enum TopicCleanup
{
    /// <summary>They are removed after the retention.</summary>
    Delete,

    /// <summary>The last one of each key is kept.</summary>
    Compact,

    /// <summary>Both.</summary>
    CompactAndDelete,
}
