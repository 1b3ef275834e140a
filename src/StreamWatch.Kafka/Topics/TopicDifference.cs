namespace StreamWatch.Kafka.Topics;

/// <summary>Something of a topic that is not as it is defined.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Setting"><c>topic</c>, <c>partitions</c>, <c>replication</c> or the name of a setting of the topic.</param>
/// <param name="Found">What it is; null where it is not there.</param>
/// <param name="Expected">What it is to be.</param>
public sealed record TopicDifference(string Topic, string Setting, string? Found, string Expected);
