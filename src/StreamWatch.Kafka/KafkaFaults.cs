namespace StreamWatch.Kafka;

/// <summary>What an error means that a client threw which was not made here.</summary>
public static class KafkaFaults
{
    /// <summary>Whether it may go well when it is tried again.</summary>
    public static bool IsRetryable(Exception fault) => Find(fault) is { } found && ClientErrors.IsRetryable(found.Error);

    private static Confluent.Kafka.KafkaException? Find(Exception? fault)
    {
        while (fault is not null and not Confluent.Kafka.KafkaException)
        {
            fault = fault.InnerException;
        }

        return fault as Confluent.Kafka.KafkaException;
    }
}
