using StreamWatch.Kafka.Consuming;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Results;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>What a run published, as who reads it knows it: each row once, by its number.</summary>
static class PublishedResults
{
    /// <summary>The rows of targets by number; fails where a number lacks, or stands for two different rows.</summary>
    public static IReadOnlyList<TargetBinResult> TargetBins(ClusterPlace cluster)
    {
        const int Partitions = 2;
        using var consumer = new MessageConsumer(cluster.Broker.Settings, new ConsumerOptions(), TimeProvider.System);
        consumer.Assign(Enumerable.Range(0, Partitions).Select(partition => new PartitionPosition(cluster.Topics.Results, partition, null)));
        var rows = new SortedDictionary<long, TargetBinResult>();
        for (var ended = 0; ended < Partitions;)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (consumer.Read(TimeSpan.FromMilliseconds(100)) is not { } message)
            {
                continue;
            }

            if (message.IsEndOfPartition)
            {
                ended++;
                continue;
            }

            var batch = ResultCodec.Read(message.Value);
            for (var i = 0; i < batch.TargetBins.Count; i++)
            {
                var number = (long)batch.FirstTargetBin + i;
                Assert.True(rows.TryAdd(number, batch.TargetBins[i]) || rows[number].Equals(batch.TargetBins[i]), $"row {number} is {rows[number]} and {batch.TargetBins[i]}");
            }
        }

        Assert.Equal(Enumerable.Range(0, rows.Count).Select(number => (long)number), rows.Keys);
        return [.. rows.Values];
    }
}
