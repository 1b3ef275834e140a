using System.Text;
using StreamWatch.Kafka.Consuming;
using StreamWatch.Kafka.Producing;
using Xunit;

namespace StreamWatch.IntegrationTests.Kafka;

/// <summary>What tests do with a broker again and again.</summary>
static class KafkaReading
{
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    public static MessageProducer Producer(this Broker broker, ProducerOptions? options = null) => new(broker.Settings, options ?? new ProducerOptions(), TimeProvider.System);

    public static MessageConsumer Consumer(this Broker broker, ConsumerOptions? options = null) => new(broker.Settings, options ?? new ConsumerOptions(), TimeProvider.System);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(byte[]? bytes) => Encoding.UTF8.GetString(bytes!);

    /// <summary>Everything in a topic, by partition.</summary>
    public static List<ConsumedMessage>[] ReadAll(this Broker broker, string topic)
    {
        using var consumer = broker.Consumer();
        consumer.Assign(Enumerable.Range(0, Broker.Partitions).Select(partition => new PartitionPosition(topic, partition, null)));
        var found = Enumerable.Range(0, Broker.Partitions).Select(_ => new List<ConsumedMessage>()).ToArray();
        var ended = new HashSet<int>();
        while (ended.Count < Broker.Partitions)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (consumer.Read(Moment) is { } message)
            {
                if (message.IsEndOfPartition)
                {
                    ended.Add(message.Partition);
                }
                else
                {
                    found[message.Partition].Add(message);
                }
            }
        }

        return found;
    }

    /// <summary>Reads until something is so.</summary>
    public static void ReadUntil(this MessageConsumer consumer, Func<bool> isSo, Action<ConsumedMessage>? take = null)
    {
        while (!isSo())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (consumer.Read(Moment) is { } message)
            {
                take?.Invoke(message);
            }
        }
    }
}
