using System.Buffers.Binary;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Producing;
using Xunit;

namespace StreamWatch.IntegrationTests.Kafka;

/// <summary>What is published arrives, once and in order, however the broker behaves.</summary>
public sealed class ProducerTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MessageCompression.Zstd)]
    [InlineData(MessageCompression.Lz4)]
    [InlineData(MessageCompression.None)]
    public async Task What_is_published_is_read_in_order_at_consecutive_offsets(MessageCompression compression)
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        var random = new Random(7);
        var sent = Enumerable.Range(0, Broker.Partitions).Select(_ => new List<(byte[]? Key, byte[] Value)>()).ToArray();
        await using (var producer = broker.Producer(new ProducerOptions { Compression = compression }))
        {
            for (var i = 0; i < 20_000; i++)
            {
                var partition = random.Next(Broker.Partitions);
                var key = i % 3 == 0 ? null : BitConverter.GetBytes(i);
                var value = new byte[random.Next(200)];
                random.NextBytes(value);
                sent[partition].Add((key, value));
                await producer.PublishAsync(topic, partition, key, value, Token);
            }

            await producer.FlushAsync(Token);
            Assert.Equal((20_000, 20_000, 0, 0, 0), (producer.Messages, producer.Acknowledged, producer.Failed, producer.InFlight, producer.BytesInFlight));
            Assert.Equal(sent.Sum(partition => partition.Sum(message => (message.Key?.Length ?? 0) + message.Value.Length)), producer.Bytes);
        }

        var found = broker.ReadAll(topic);
        for (var partition = 0; partition < Broker.Partitions; partition++)
        {
            Assert.Equal(sent[partition], found[partition].Select(message => (message.Key, message.Value!)), SameBytes);
            Assert.Equal(Enumerable.Range(0, sent[partition].Count).Select(offset => (long)offset), found[partition].Select(message => message.Offset));
        }
    }

    [Fact]
    public async Task While_the_broker_is_stopped_publishers_wait_and_nothing_is_lost_when_it_goes_on()
    {
        // all of it within the 5 MB that the mock broker keeps of a partition
        const int Most = 1 << 20;
        const int Size = 32 << 10;
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await using var producer = broker.Producer(new ProducerOptions { MaxBytesInFlight = Most, Compression = MessageCompression.None });
        var published = 0;
        for (var round = 0; round < 3; round++)
        {
            await producer.PublishAsync(topic, 0, null, Numbered(published++, Size), Token);
            await producer.FlushAsync(Token);
            broker.Stop();
            var inFlight = 0;
            ValueTask waiting;
            while ((waiting = producer.PublishAsync(topic, 0, null, Numbered(published++, Size), Token)).IsCompleted)
            {
                await waiting;
                inFlight++;
                Assert.True(inFlight <= Most / Size, "more is in flight than may be");
            }

            var flush = producer.FlushAsync(Token);
            Assert.False(flush.IsCompleted);
            Assert.InRange(producer.BytesInFlight, Most - (2 * Size), Most);
            Assert.Equal(inFlight, producer.InFlight);
            broker.Continue();
            await waiting;
            await flush;
        }

        await producer.FlushAsync(Token);
        Assert.Equal(Enumerable.Range(0, published), broker.ReadAll(topic)[0].Select(message => BinaryPrimitives.ReadInt32LittleEndian(message.Value)));
    }

    [Fact]
    public async Task A_publisher_that_waits_can_be_cancelled_and_its_message_is_not_published()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await using var producer = broker.Producer(new ProducerOptions { MaxBytesInFlight = 1 << 20 });
        await producer.PublishAsync(topic, 0, null, Numbered(0, 10), Token);
        await producer.FlushAsync(Token);
        broker.Stop();
        await producer.PublishAsync(topic, 0, null, Numbered(1, 1 << 20), Token);
        using var cancelled = new CancellationTokenSource();
        var waiting = producer.PublishAsync(topic, 0, null, Numbered(2, 10), cancelled.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        broker.Continue();
        await producer.PublishAsync(topic, 0, null, Numbered(3, 10), Token);
        await producer.FlushAsync(Token);
        Assert.Equal([0, 1, 3], broker.ReadAll(topic)[0].Select(message => BinaryPrimitives.ReadInt32LittleEndian(message.Value)));
    }

    [Fact]
    public async Task A_message_that_can_never_be_delivered_ends_the_producer_with_its_place()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await using var producer = broker.Producer();
        await producer.PublishAsync(topic, 0, null, [1], Token);
        await producer.FlushAsync(Token);
        var failure = await Assert.ThrowsAsync<DeliveryException>(async () =>
        {
            await producer.PublishAsync(topic, 99, null, [2], Token);
            await producer.FlushAsync(Token);
        });
        Assert.Equal((topic, 99, false), (failure.Topic, failure.Partition, failure.IsRetryable));
        Assert.Contains("nknown partition", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DeliveryException>(async () => await producer.PublishAsync(topic, 0, null, [3], Token));
        await Assert.ThrowsAsync<DeliveryException>(() => producer.FlushAsync(Token));
        Assert.Single(broker.ReadAll(topic)[0]);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_with_its_place()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await using var producer = broker.Producer(new ProducerOptions { MaxMessageBytes = 100_000 });
        var failure = await Assert.ThrowsAsync<DeliveryException>(async () => await producer.PublishAsync(topic, 2, null, new byte[200_000], Token));
        Assert.Equal((topic, 2), (failure.Topic, failure.Partition));
        await Assert.ThrowsAsync<DeliveryException>(() => producer.FlushAsync(Token));
        Assert.Equal(0, producer.BytesInFlight);
    }

    [Fact]
    public async Task A_broker_that_is_gone_is_told_once_a_minute_and_not_a_thousand_times()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        var told = new List<KafkaNotice>();
        await using var producer = new MessageProducer(broker.Settings, new ProducerOptions(), new StoppedClock(), notice =>
        {
            lock (told)
            {
                told.Add(notice);
            }
        });
        await producer.PublishAsync(topic, 0, null, [1], Token);
        await producer.FlushAsync(Token);
        broker.Kill();
        await producer.PublishAsync(topic, 0, null, [2], Token);
        await UntilAsync(() => producer.Errors >= 2);
        Assert.Equal(("test (producer)", 0), (Assert.Single(Told()).Client, Told()[0].Suppressed));
        Assert.Equal((1, 0), (producer.InFlight, producer.Failed));

        List<KafkaNotice> Told()
        {
            lock (told)
            {
                return [.. told];
            }
        }
    }

    static bool SameBytes((byte[]? Key, byte[] Value) a, (byte[]? Key, byte[] Value) b) =>
        a.Key is null == b.Key is null && a.Key.AsSpan().SequenceEqual(b.Key) && a.Value.AsSpan().SequenceEqual(b.Value);

    static byte[] Numbered(int number, int size)
    {
        var value = new byte[size];
        BinaryPrimitives.WriteInt32LittleEndian(value, number);
        return value;
    }

    static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(20, Token);
        }
    }
}
