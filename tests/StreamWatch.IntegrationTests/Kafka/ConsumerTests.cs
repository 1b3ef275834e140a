using System.Globalization;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Consuming;
using StreamWatch.Kafka.Producing;
using Xunit;

namespace StreamWatch.IntegrationTests.Kafka;

/// <summary>Reading: alone and in groups, from where it was committed, whatever was killed.</summary>
public sealed class ConsumerTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_is_killed_is_followed_from_its_last_commit()
    {
        const int Messages = 120;
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await FillAsync(broker, topic, Messages);
        var committed = new long[Broker.Partitions];
        var kills = 0;
        while (committed.Sum() < Messages)
        {
            using var reader = KilledReader.Start(broker, topic);
            var next = committed.ToArray();
            for (var step = 0; committed.Sum() < Messages; step++)
            {
                await reader.StandardInput.WriteLineAsync("one more");
                await reader.StandardInput.FlushAsync(Token);
                var words = (await reader.StandardOutput.ReadLineAsync(Token))!.Split(' ');
                var (partition, offset) = (int.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
                Assert.Equal(next[partition]++, offset);
                if (words[0] == "committed")
                {
                    committed[partition] = offset + 1;
                }
                else if (kills < 1 && step > 25 && offset % 10 == 5)
                {
                    kills++;
                    break;
                }
            }

            reader.Kill();
            await reader.WaitForExitAsync(Token);
        }

        Assert.Equal(1, kills);
        Assert.Equal(Enumerable.Repeat((long)Messages / Broker.Partitions, Broker.Partitions), committed);
    }

    // The mock broker's group was seen to never share out anew on a machine with too much to do.
    [Fact]
    [Trait("Tier", "long")]
    public async Task Two_members_of_a_group_share_its_partitions_and_one_has_them_all_when_the_other_leaves()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await FillAsync(broker, topic, 40);
        var group = $"group-{topic}";
        using var first = broker.Consumer(KafkaReading.QuickMember);
        var ofFirst = Member(first, group, topic);
        first.ReadUntil(() => ofFirst.Count == Broker.Partitions);
        var second = broker.Consumer(KafkaReading.QuickMember);
        var ofSecond = Member(second, group, topic);
        using (var stopped = new CancellationTokenSource())
        {
            // both have to go on reading while the group shares out anew
            var reading = Task.Run(() => second.ReadUntil(() => stopped.IsCancellationRequested || ofSecond.Count == 2), Token);
            first.ReadUntil(() => ofFirst.Count == 2 && reading.IsCompleted);
            await reading;
        }

        Assert.Equal(Enumerable.Range(0, Broker.Partitions), ofFirst.Concat(ofSecond).Order());
        second.Commit(topic, ofSecond.First(), 5);
        var committed = ofSecond.First();
        second.Dispose();
        Assert.Empty(ofSecond);
        var starts = new Dictionary<int, long>();
        first.ReadUntil(() => ofFirst.Count == Broker.Partitions && starts.ContainsKey(committed), message =>
        {
            if (ofFirst.Count == Broker.Partitions)
            {
                starts.TryAdd(message.Partition, message.Offset);
            }
        });
        Assert.Equal(5, starts[committed]);
    }

    // the mock broker keeps 5 MB of a partition: what is larger has to travel compressed
    [Theory]
    [InlineData(3_000_000, MessageCompression.None)]
    [InlineData(10_000_000, MessageCompression.Zstd)]
    public async Task A_message_larger_than_what_is_fetched_at_once_comes_through_and_those_behind_it_too(int size, MessageCompression compression)
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await using (var producer = broker.Producer(new ProducerOptions { MaxMessageBytes = 16 << 20, Compression = compression }))
        {
            foreach (var value in (byte[][])[[1], new byte[size], [2, 3]])
            {
                await producer.PublishAsync(topic, 1, null, value, Token);
            }

            await producer.FlushAsync(Token);
        }

        using var consumer = broker.Consumer(new ConsumerOptions { MaxBytesAhead = 1 << 20 });
        consumer.Assign([new PartitionPosition(topic, 1, null)]);
        var sizes = new List<int>();
        consumer.ReadUntil(() => sizes.Count == 3, message => sizes.AddRange(message.IsEndOfPartition ? [] : [message.Value!.Length]));
        Assert.Equal([1, size, 2], sizes);
    }

    [Fact]
    public async Task Pause_keeps_one_partition_back_and_seek_goes_elsewhere()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await FillAsync(broker, topic, 80);
        using var consumer = broker.Consumer();
        consumer.Assign([new PartitionPosition(topic, 0, 5), new PartitionPosition(topic, 1, null)]);
        consumer.Pause(topic, 0);
        var of = new List<(int, long)>();
        var isAtEnd = false;
        consumer.ReadUntil(() => isAtEnd, message => Take(message, 1));
        Assert.Equal(Enumerable.Range(0, 20).Select(offset => (1, (long)offset)), of);
        consumer.Resume(topic, 0);
        of.Clear();
        isAtEnd = false;
        consumer.ReadUntil(() => isAtEnd, message => Take(message, 0));
        Assert.Equal(Enumerable.Range(5, 15).Select(offset => (0, (long)offset)), of);
        of.Clear();
        isAtEnd = false;
        consumer.Seek(new PartitionPosition(topic, 1, 17));
        consumer.ReadUntil(() => isAtEnd, message => Take(message, 1));
        Assert.Equal([(1, 17), (1, 18), (1, 19)], of);
        Assert.Equal((0, 20), consumer.Watermarks(topic, 1));

        void Take(ConsumedMessage message, int ending)
        {
            if (message.IsEndOfPartition)
            {
                isAtEnd |= message.Partition == ending;
            }
            else
            {
                of.Add((message.Partition, message.Offset));
            }
        }
    }

    [Fact]
    public async Task An_offset_that_is_not_there_is_an_error_and_not_passed_over()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await FillAsync(broker, topic, 40);
        using var consumer = broker.Consumer();
        consumer.Assign([new PartitionPosition(topic, 3, 1000)]);
        var gone = Assert.Throws<OffsetGoneException>(() => consumer.ReadUntil(() => false));
        Assert.Equal((topic, 3, false), (gone.Topic, gone.Partition, gone.IsRetryable));
    }

    [Fact]
    public async Task A_commit_that_no_broker_answers_is_retryable_and_the_next_one_goes_through()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await FillAsync(broker, topic, 40);
        using var consumer = broker.Consumer(KafkaReading.QuickMember with { RequestTimeout = TimeSpan.FromSeconds(1) });
        var partitions = Member(consumer, $"group-{topic}", topic);
        consumer.ReadUntil(() => partitions.Count == Broker.Partitions);
        broker.Stop();
        Assert.True(Assert.Throws<KafkaUnavailableException>(() => consumer.Commit(topic, 0, 3)).IsRetryable);
        broker.Continue();
        consumer.ReadUntil(() =>
        {
            try
            {
                consumer.Commit(topic, 0, 4);
                return true;
            }
            catch (KafkaUnavailableException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task A_topic_that_comes_later_is_waited_for()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        using var consumer = new MessageConsumer(broker.Settings, new ConsumerOptions(), TimeProvider.System);
        consumer.Assign([new PartitionPosition(topic, 0, null)]);
        Assert.True(consumer.Read(KafkaReading.Moment) is null or { IsEndOfPartition: true });
        await FillAsync(broker, topic, 4);
        var found = 0;
        consumer.ReadUntil(() => found == 1, message => found += message.IsEndOfPartition ? 0 : 1);
    }

    /// <summary>Messages in turn to every partition; a message's value is its number.</summary>
    static async Task FillAsync(Broker broker, string topic, int messages)
    {
        await using var producer = broker.Producer();
        for (var i = 0; i < messages; i++)
        {
            await producer.PublishAsync(topic, i % Broker.Partitions, null, KafkaReading.Bytes(i.ToString(CultureInfo.InvariantCulture)), Token);
        }

        await producer.FlushAsync(Token);
    }

    /// <summary>The partitions that a member has, kept up to date.</summary>
    static HashSet<int> Member(MessageConsumer consumer, string group, string topic)
    {
        var partitions = new HashSet<int>();
        consumer.Subscribe(
            group,
            [topic],
            assigned =>
            {
                partitions.UnionWith(assigned.Select(at => at.Partition));
                return assigned;
            },
            revoked => partitions.ExceptWith(revoked.Select(at => at.Partition)));
        return partitions;
    }
}
