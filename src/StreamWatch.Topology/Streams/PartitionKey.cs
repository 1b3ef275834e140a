using System.Buffers.Binary;
using System.Globalization;
using Confluent.Kafka;
using Streamiz.Kafka.Net.Errors;

namespace StreamWatch.Topology.Streams;

/// <summary>The key of what tasks publish: the partition that it goes to, 4 bytes, big endian.</summary>
internal static class PartitionKey
{
    public static byte[] Of(int partition)
    {
        var key = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(key, partition);
        return key;
    }

    /// <summary>The partition that a message goes to.</summary>
    /// <exception cref="StreamsException">The topic has no such partition.</exception>
    public static Partition Partition(string topic, byte[] key, int partitions)
    {
        var partition = BinaryPrimitives.ReadInt32BigEndian(key);
        return partition < partitions || partitions <= 0
            ? new Partition(partition)
            : throw new StreamsException(string.Create(
                CultureInfo.InvariantCulture,
                $"a task sends to partition {partition} of {topic}, which has {partitions}: its number of partitions must not change during a run"));
    }
}
