namespace StreamWatch.Kafka.Topics;

/// <summary>How a topic is to be.</summary>
/// <remarks>
/// Topics keep the time of arrival (<c>message.timestamp.type=LogAppendTime</c>), not of the event: with the latter a replay of old data would be removed by
/// its first retention check, since the events are older than any retention.
/// </remarks>
/// <param name="Name">Name, with the version of what it carries.</param>
/// <param name="Partitions">Number of partitions, 1 and more. A message's partition is a hash of its key's bucket: the number must not change.</param>
/// <param name="Replication">Number of brokers that keep each partition, 1 and more; from 3 on a message needs two of them.</param>
/// <param name="Retention">How long after its arrival a message is kept; null for ever.</param>
/// <param name="Cleanup">What becomes of old messages.</param>
/// <param name="MaxMessageBytes">The largest batch of messages, in bytes.</param>
public sealed record TopicDefinition(string Name, int Partitions, short Replication, TimeSpan? Retention, TopicCleanup Cleanup, int MaxMessageBytes)
{
    /// <summary>Bytes of a partition from which on its oldest messages are removed whatever their age; null for as many as come.</summary>
    public long? RetentionBytes { get; init; }

    /// <summary>The topic's settings as Kafka names and writes them.</summary>
    public IReadOnlyDictionary<string, string> Settings()
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["cleanup.policy"] = Cleanup switch
            {
                TopicCleanup.Compact => "compact",
                TopicCleanup.CompactAndDelete => "compact,delete",
                _ => "delete",
            },
            ["max.message.bytes"] = ClientConfigs.Text(MaxMessageBytes),
            ["message.timestamp.type"] = "LogAppendTime",
            ["retention.ms"] = Retention is { } retention ? ClientConfigs.Text((long)retention.TotalMilliseconds) : "-1",
            ["retention.bytes"] = RetentionBytes is { } bytes ? ClientConfigs.Text(bytes) : "-1",
        };
        if (Replication >= 3)
        {
            settings["min.insync.replicas"] = "2";
        }

        return settings;
    }
}
