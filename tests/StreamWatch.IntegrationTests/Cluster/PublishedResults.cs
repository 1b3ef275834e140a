using StreamWatch.Kafka.Consuming;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Results;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>What runs published, as who reads it knows it: each row once, by its run and number.</summary>
static class PublishedResults
{
    /// <summary>The rows of targets by number; fails where a number lacks, or stands for two different rows.</summary>
    public static IReadOnlyList<TargetBinResult> TargetBins(ClusterPlace cluster)
    {
        using var consumer = new MessageConsumer(cluster.Broker.Settings, new ConsumerOptions(), TimeProvider.System);
        consumer.Assign(Enumerable.Range(0, cluster.ResultPartitions).Select(partition => new PartitionPosition(cluster.Topics.Results, partition, null)));
        var rows = new SortedDictionary<(string Run, long Number), TargetBinResult>();
        for (var ended = 0; ended < cluster.ResultPartitions;)
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
                var key = (batch.RunId, (long)batch.FirstTargetBin + i);
                Assert.True(rows.TryAdd(key, batch.TargetBins[i]) || rows[key].Equals(batch.TargetBins[i]), $"row {key} is {rows[key]} and {batch.TargetBins[i]}");
            }
        }

        Assert.All(rows.Keys.GroupBy(key => key.Run), run => Assert.Equal(Enumerable.Range(0, run.Count()).Select(number => (long)number), run.Select(key => key.Number)));
        return [.. rows.Values];
    }
}
