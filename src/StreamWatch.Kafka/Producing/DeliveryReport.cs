namespace StreamWatch.Kafka.Producing;

/// <summary>What became of one published message.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Partition">Partition.</param>
/// <param name="Bytes">Bytes of its value before compression.</param>
/// <param name="IsDelivered">Whether the brokers have it; where not, they never will, and the producer has ended.</param>
public readonly record struct DeliveryReport(string Topic, int Partition, int Bytes, bool IsDelivered);
