namespace StreamWatch.Kafka.Topics;

/// <summary>A topic as the brokers have it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="Replication">Number of brokers that keep the partition that fewest keep.</param>
/// <param name="Leaderless">Partitions that no broker leads at the moment: nothing can be read or written there.</param>
/// <param name="Settings">Its settings as Kafka names and writes them; null where the brokers do not tell them.</param>
public sealed record TopicState(string Name, int Partitions, int Replication, int Leaderless, IReadOnlyDictionary<string, string>? Settings);
