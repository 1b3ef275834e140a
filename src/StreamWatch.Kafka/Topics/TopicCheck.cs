namespace StreamWatch.Kafka.Topics;

/// <summary>What a look at the topics found.</summary>
/// <param name="Differences">Everything that is not as it is defined, by topic in order of the definitions.</param>
/// <param name="Unseen">Why the topics' settings could not be looked at, where the broker does not tell them; null where they were.</param>
public sealed record TopicCheck(IReadOnlyList<TopicDifference> Differences, string? Unseen);
