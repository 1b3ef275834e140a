using System.Globalization;
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
    public static Task<IReadOnlyDictionary<string, int>> PartitionsAsync(KafkaSettings kafka, TopicNames topics, TimeProvider time, CancellationToken cancellation) =>
        PartitionsAsync(kafka, topics.All, "streamwatch topics create", time, cancellation);

    /// <summary>How many partitions each has, those that the topology's tasks join by too.</summary>
    /// <exception cref="ConfigurationException">One is not there, or they do not go together.</exception>
    /// <exception cref="KafkaException">No broker answers, or it refuses.</exception>
    public static async Task<IReadOnlyDictionary<string, int>> PartitionsOfTopologyAsync(KafkaSettings kafka, TopicNames topics, TimeProvider time, CancellationToken cancellation)
    {
        var counts = await PartitionsAsync(kafka, [.. topics.All, .. topics.OfTopology], "streamwatch topics create --engine streamiz", time, cancellation).ConfigureAwait(false);
        return counts[topics.Routes] == counts[topics.Exchange]
            ? counts
            : throw new ConfigurationException([string.Create(
                CultureInfo.InvariantCulture,
                $"{topics.Exchange} has {counts[topics.Exchange]} partitions and {topics.Routes} has {counts[topics.Routes]}; a task reads the partitions of one number of both, so they need as many: make the topics anew under another prefix")]);
    }

    private static async Task<IReadOnlyDictionary<string, int>> PartitionsAsync(
        KafkaSettings kafka, IReadOnlyList<string> topics, string words, TimeProvider time, CancellationToken cancellation)
    {
        using var administrator = new TopicAdministrator(kafka, time);
        var counts = await administrator.PartitionCountsAsync(topics, cancellation).ConfigureAwait(false);
        return topics.FirstOrDefault(topic => !counts.ContainsKey(topic)) is { } missing
            ? throw new ConfigurationException([$"there is no topic {missing}; make the topics with: {words}"])
            : counts;
    }
}
