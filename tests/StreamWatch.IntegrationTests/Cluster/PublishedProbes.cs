using StreamWatch.Kafka.Consuming;
using StreamWatch.Schemas.Probes;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>Every message of the topic of probes, as a broker has it.</summary>
static class PublishedProbes
{
    /// <summary>Reads every partition to its end.</summary>
    public static IReadOnlyList<(int Partition, byte[] Bytes, ProbeBatchReader Batch)> Read(ClusterPlace cluster, int partitions)
    {
        using var consumer = new MessageConsumer(cluster.Broker.Settings, new ConsumerOptions(), TimeProvider.System);
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new PartitionPosition(cluster.Topics.Probes, partition, null)));
        var messages = new List<(int, byte[], ProbeBatchReader)>();
        for (var ended = 0; ended < partitions;)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (consumer.Read(TimeSpan.FromMilliseconds(100)) is not { } message)
            {
                continue;
            }

            if (message.IsEndOfPartition)
            {
                ended++;
            }
            else
            {
                messages.Add((message.Partition, message.Value!, new ProbeBatchReader(message.Value, message.Partition)));
            }
        }

        return messages;
    }
}
