using StreamWatch.Kafka;
using StreamWatch.Kafka.Consuming;

namespace StreamWatch.App.Publishing;

/// <summary>
/// Looks at the end of a partition for what an earlier process published there last, so that who starts again goes on behind it. What is published twice all
/// the same is known by its number and dropped by whoever reads it: this saves work, and nothing rests on it.
/// </summary>
internal static class PublishedTail
{
    private const int FirstLook = 64;
    private const int Wider = 16;
    private static readonly TimeSpan ReadFor = TimeSpan.FromMilliseconds(200);

    /// <summary>The last of what is looked for; null where there is none.</summary>
    /// <param name="kafka">The brokers.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="time">The clock.</param>
    /// <param name="read">What a message says of it; null where it is of others.</param>
    /// <param name="cancellation">Stops it.</param>
    public static T? Find<T>(KafkaSettings kafka, string topic, int partition, TimeProvider time, Func<byte[], T?> read, CancellationToken cancellation)
        where T : class
    {
        using var consumer = new MessageConsumer(kafka, new ConsumerOptions { MaxBytesAhead = 4 << 20 }, time);
        consumer.Assign([]);
        var (first, next) = consumer.Watermarks(topic, partition);
        for (long look = FirstLook; ; look *= Wider)
        {
            var from = Math.Max(first, next - look);
            var found = from < next ? Last(consumer, topic, partition, from, next, read, cancellation) : null;
            if (found is not null || from == first)
            {
                return found;
            }
        }
    }

    private static T? Last<T>(MessageConsumer consumer, string topic, int partition, long from, long next, Func<byte[], T?> read, CancellationToken cancellation)
        where T : class
    {
        consumer.Assign([new PartitionPosition(topic, partition, from)]);
        T? last = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (consumer.Read(ReadFor) is not { } message)
            {
                continue;
            }

            last = message.IsEndOfPartition ? last : read(message.Value ?? []) ?? last;
            if (message.IsEndOfPartition || message.Offset + 1 >= next)
            {
                return last;
            }
        }
    }
}
