namespace StreamWatch.Kafka;

/// <summary>Something that went wrong with the brokers and that the client goes on trying; at most one a minute is told by each client.</summary>
/// <param name="Client">Which client says it: its id and what it does.</param>
/// <param name="Reason">What happened, with the broker's address where it has one.</param>
/// <param name="Suppressed">How many others were not told since the last one.</param>
public sealed record KafkaNotice(string Client, string Reason, long Suppressed);
