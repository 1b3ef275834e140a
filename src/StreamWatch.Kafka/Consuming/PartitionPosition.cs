namespace StreamWatch.Kafka.Consuming;

/// <summary>A place in a partition.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Partition">Partition, from 0.</param>
/// <param name="Offset">Offset of the next message; null for the first that there is.</param>
public readonly record struct PartitionPosition(string Topic, int Partition, long? Offset);
