namespace StreamWatch.Kafka.Topics;

/// <summary>What the brokers tell of themselves and of some topics.</summary>
/// <param name="Brokers">Addresses, <c>host:port</c>, of the brokers that the cluster has at the moment.</param>
/// <param name="Topics">Those of the topics that exist.</param>
/// <param name="Unseen">Why the topics' settings could not be looked at, where the brokers do not tell them; null where they were.</param>
public sealed record ClusterState(IReadOnlyList<string> Brokers, IReadOnlyList<TopicState> Topics, string? Unseen);
