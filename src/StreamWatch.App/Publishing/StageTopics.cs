using StreamWatch.App.Watching;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Topics;
using StreamWatch.Schemas.Batches;

namespace StreamWatch.App.Publishing;

/// <summary>The topics of the cluster as they stand.</summary>
internal static class StageTopics
{
    /// <summary>How many partitions each has.</summary>
    /// <exception cref="ConfigurationException">One is not there.</exception>
    /// <exception cref="KafkaException">No broker answers, or it refuses.</exception>
    public static async Task<IReadOnlyDictionary<string, int>> PartitionsAsync(KafkaSettings kafka, TopicNames topics, TimeProvider time, CancellationToken cancellation)
    {
        using var administrator = new TopicAdministrator(kafka, time);
        var counts = await administrator.PartitionCountsAsync(topics.All, cancellation).ConfigureAwait(false);
        return topics.All.FirstOrDefault(topic => !counts.ContainsKey(topic)) is { } missing
            ? throw new ConfigurationException([$"there is no topic {missing}; make the topics with: streamwatch topics create"])
            : counts;
    }
}
