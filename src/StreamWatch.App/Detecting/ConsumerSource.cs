using StreamWatch.Kafka.Consuming;

namespace StreamWatch.App.Detecting;

/// <summary>Messages as the brokers have them.</summary>
internal sealed class ConsumerSource(MessageConsumer consumer) : IPartitionSource
{
    public ConsumedMessage? Read(TimeSpan wait) => consumer.Read(wait);

    public void Pause(string topic, int partition) => consumer.Pause(topic, partition);

    public void Resume(string topic, int partition) => consumer.Resume(topic, partition);
}
