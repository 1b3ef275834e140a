using Confluent.Kafka;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Processors.Internal;
using Streamiz.Kafka.Net.State;

namespace StreamWatch.Topology.Streams;

/// <summary>Stores in memory are restored from the beginning of their changelog: nothing is remembered on disk.</summary>
internal sealed class NoCheckpoints : IOffsetCheckpointManager
{
    public IDictionary<TopicPartition, long> Read(TaskId taskId) => new Dictionary<TopicPartition, long>();

    public void Configure(IStreamConfig config, TaskId taskId)
    {
        // There is nothing to set.
    }

    public void Write(TaskId taskId, IDictionary<TopicPartition, long> data)
    {
        // There is nothing to go on from.
    }

    public void Destroy(TaskId taskId)
    {
        // There is nothing.
    }
}
