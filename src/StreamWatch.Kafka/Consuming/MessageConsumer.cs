using Confluent.Kafka;

namespace StreamWatch.Kafka.Consuming;

/// <summary>
/// Reads messages of partitions in order, either as a member of a group or from named places, and commits only what the caller says.
/// </summary>
/// <remarks>
/// Memory is bounded by <see cref="ConsumerOptions.MaxBytesAhead"/> and one message for each partition. Nothing is passed over: an offset that is no
/// longer there is an error. One thread at a time; the handlers of a group run inside <see cref="Read"/> and <see cref="Dispose"/>.
/// </remarks>
public sealed class MessageConsumer : IDisposable
{
    private readonly KafkaSettings _settings;
    private readonly ConsumerOptions _options;
    private readonly Notices _notices;
    private IConsumer<byte[]?, byte[]?>? _consumer;
    private bool _isMember;
    private Error? _fatal;

    /// <summary>Makes it; nothing is connected before <see cref="Subscribe"/> or <see cref="Assign"/>.</summary>
    public MessageConsumer(KafkaSettings settings, ConsumerOptions options, TimeProvider time, Action<KafkaNotice>? tell = null)
    {
        _settings = settings;
        _options = options;
        _notices = new Notices($"{settings.ClientId} (consumer)", time, tell);
    }

    /// <summary>Messages read so far.</summary>
    public long Messages { get; private set; }

    /// <summary>Bytes of their keys and values.</summary>
    public long Bytes { get; private set; }

    /// <summary>Errors heard from brokers and client, told or not.</summary>
    public long Errors => _notices.Heard;

    private IConsumer<byte[]?, byte[]?> Consumer => _consumer ?? throw new InvalidOperationException("a consumer reads after Subscribe or Assign");

    /// <summary>Becomes a member of a group, which shares the topics' partitions among its members; partitions of one number go to one member.</summary>
    /// <param name="group">Name of the group; committed offsets belong to it.</param>
    /// <param name="topics">Topics.</param>
    /// <param name="onAssigned">
    /// Hears which partitions this member has from now on and where it would begin: where the group committed last, or at the beginning. What it
    /// returns, of the same partitions, is where it does. Null: where it would.
    /// </param>
    /// <param name="onRevoked">Hears which partitions it gives away, and may still commit; the offsets are where reading stands.</param>
    /// <param name="onLost">Hears which partitions others have already: a commit would fail. Null: as <paramref name="onRevoked"/>.</param>
    /// <exception cref="KafkaUsageException">The settings cannot be used, or the client library is not installed.</exception>
    public void Subscribe(
        string group,
        IReadOnlyCollection<string> topics,
        Func<IReadOnlyList<PartitionPosition>, IReadOnlyList<PartitionPosition>>? onAssigned = null,
        Action<IReadOnlyList<PartitionPosition>>? onRevoked = null,
        Action<IReadOnlyList<PartitionPosition>>? onLost = null)
    {
        var config = Configure(group);
        // of two topics with as many partitions each member has the same ones
        config["partition.assignment.strategy"] = "range";
        config["session.timeout.ms"] = ClientConfigs.Text((long)_options.SessionTimeout.TotalMilliseconds);
        config["heartbeat.interval.ms"] = ClientConfigs.Text((long)Math.Min(3000, _options.SessionTimeout.TotalMilliseconds / 3));
        config["max.poll.interval.ms"] = ClientConfigs.Text((long)Math.Max(_options.MaxReadInterval.TotalMilliseconds, _options.SessionTimeout.TotalMilliseconds));
        if (_options.InstanceId is { } instance)
        {
            config["group.instance.id"] = instance;
        }

        Build(config, builder => builder
            .SetPartitionsAssignedHandler((consumer, partitions) => Begin(consumer, partitions, onAssigned))
            .SetPartitionsRevokedHandler((_, partitions) => onRevoked?.Invoke(Positions(partitions)))
            .SetPartitionsLostHandler((_, partitions) => (onLost ?? onRevoked)?.Invoke(Positions(partitions))));
        _isMember = true;
        Consumer.Subscribe(topics);
    }

    /// <summary>Reads partitions from named places, in no group. May be called again to read others.</summary>
    /// <exception cref="KafkaUsageException">The settings cannot be used, or the client library is not installed.</exception>
    public void Assign(IEnumerable<PartitionPosition> positions)
    {
        if (_isMember)
        {
            throw new InvalidOperationException("a member of a group has its partitions from the group");
        }

        if (_consumer is null)
        {
            // the library wants a group's name even where there is none
            Build(Configure("streamwatch-no-group"), builder => builder);
        }

        Consumer.Assign(positions.Select(Native));
    }

    /// <summary>The next message or the news that a partition has no more; null where neither came in time.</summary>
    /// <exception cref="OffsetGoneException">The message to go on with is not there any more.</exception>
    /// <exception cref="KafkaRefusedException">The brokers refuse, for example because reading the topic is not allowed.</exception>
    public ConsumedMessage? Read(TimeSpan wait)
    {
        if (_fatal is not null)
        {
            throw ClientErrors.Explain("the consumer has ended", _fatal);
        }

        ConsumeResult<byte[]?, byte[]?>? result;
        try
        {
            result = Consumer.Consume(wait);
        }
        catch (ConsumeException e)
        {
            var at = e.ConsumerRecord;
            if (e.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
            {
                throw new OffsetGoneException(at?.Topic ?? "a topic", at?.Partition.Value ?? 0, e.Error.Reason, e);
            }

            // a topic that is not there yet may come; its partitions are then given out
            if (!ClientErrors.IsRetryable(e.Error) && e.Error.Code is not (ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition))
            {
                throw ClientErrors.Explain(at?.Topic is null ? "reading failed" : $"reading {at.Topic} partition {at.Partition.Value} failed", e.Error, e);
            }

            _notices.Hear($"{e.Error.Reason} ({e.Error.Code})");
            return null;
        }

        return result is null ? null : Convert(result);
    }

    /// <summary>Stops fetching of a partition; what was fetched ahead comes when it is resumed.</summary>
    public void Pause(string topic, int partition) => Consumer.Pause([new TopicPartition(topic, partition)]);

    /// <summary>Goes on with a paused partition.</summary>
    public void Resume(string topic, int partition) => Consumer.Resume([new TopicPartition(topic, partition)]);

    /// <summary>Goes on reading a partition somewhere else.</summary>
    /// <exception cref="KafkaException">It is not one of this consumer's.</exception>
    public void Seek(PartitionPosition position) =>
        Ask($"seeking in {position.Topic} partition {position.Partition}", () =>
        {
            Consumer.Seek(Native(position));
            return true;
        });

    /// <summary>Commits for the group that everything before an offset is done with; returns when the broker has it.</summary>
    /// <exception cref="PartitionLostException">The partition belongs to another member by now.</exception>
    /// <exception cref="KafkaUnavailableException">No broker could take it; it may be tried again.</exception>
    public void Commit(string topic, int partition, long nextOffset) => Commit([new PartitionPosition(topic, partition, nextOffset)]);

    /// <summary>Commits for several partitions.</summary>
    /// <exception cref="PartitionLostException">A partition belongs to another member by now.</exception>
    /// <exception cref="KafkaUnavailableException">No broker could take it; it may be tried again.</exception>
    public void Commit(IReadOnlyCollection<PartitionPosition> positions)
    {
        if (!_isMember)
        {
            throw new InvalidOperationException("only a member of a group commits");
        }

        if (positions.Count > 0)
        {
            Ask("committing offsets", () =>
            {
                Consumer.Commit(positions.Select(Native));
                return true;
            });
        }
    }

    /// <summary>The offsets that a partition has: from the first, to the one after the last. An empty partition has both equal.</summary>
    /// <exception cref="KafkaUnavailableException">No broker answered.</exception>
    /// <exception cref="KafkaRefusedException">There is no such partition, or it may not be read.</exception>
    public (long First, long Next) Watermarks(string topic, int partition) =>
        Ask($"asking for the offsets of {topic} partition {partition}", () =>
        {
            var marks = Consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), _options.RequestTimeout);
            return (marks.Low.Value, marks.High.Value);
        });

    /// <summary>Leaves the group, so that others have its partitions at once, and ends.</summary>
    public void Dispose()
    {
        if (_consumer is not { } consumer)
        {
            return;
        }

        try
        {
            if (_isMember)
            {
                consumer.Close();
            }
        }
        catch (Confluent.Kafka.KafkaException e)
        {
            // it leaves by the session's time-out then
            _notices.Hear($"{e.Error.Reason} ({e.Error.Code})");
        }
        finally
        {
            _consumer = null;
            consumer.Dispose();
        }
    }

    private static TopicPartitionOffset Native(PartitionPosition position) =>
        new(position.Topic, position.Partition, position.Offset is { } offset ? new Offset(offset) : Offset.Beginning);

    private static List<PartitionPosition> Positions(IEnumerable<TopicPartitionOffset> partitions) =>
        [.. partitions.Select(at => new PartitionPosition(at.Topic, at.Partition.Value, at.Offset.Value >= 0 ? at.Offset.Value : null))];

    private static T Ask<T>(string what, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (Confluent.Kafka.KafkaException e)
        {
            throw ClientErrors.IsPartitionLost(e.Error)
                ? new PartitionLostException($"{what} failed: {e.Error.Reason} ({e.Error.Code})", e)
                : ClientErrors.Explain($"{what} failed", e.Error, e);
        }
    }

    private Dictionary<string, string> Configure(string group)
    {
        var config = ClientConfigs.Create(_settings);
        config["group.id"] = group;
        config["enable.auto.commit"] = "false";
        config["enable.auto.offset.store"] = "false";
        config["enable.partition.eof"] = "true";
        config["auto.offset.reset"] = "error";
        config["allow.auto.create.topics"] = "false";
        config["fetch.wait.max.ms"] = "100";
        config["queued.max.messages.kbytes"] = ClientConfigs.Text(Math.Max(1, _options.MaxBytesAhead / 1024));
        config["fetch.max.bytes"] = ClientConfigs.Text(Math.Max(1 << 20, _options.MaxBytesAhead / 2));
        config["max.partition.fetch.bytes"] = ClientConfigs.Text(1 << 20);
        if (Library.Version >= 0x02020000)
        {
            // how long a full queue is left alone: the default of a second would starve a fast reader
            config["fetch.queue.backoff.ms"] = "10";
        }

        return config;
    }

    private void Build(Dictionary<string, string> config, Func<ConsumerBuilder<byte[]?, byte[]?>, ConsumerBuilder<byte[]?, byte[]?>> complete)
    {
        if (_consumer is not null)
        {
            throw new InvalidOperationException("a consumer is subscribed or assigned once");
        }

        var builder = new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetKeyDeserializer(Deserializers.ByteArray!)
            .SetValueDeserializer(Deserializers.ByteArray!)
            .SetErrorHandler((_, error) => OnError(error))
            .SetLogHandler((_, line) => _notices.Hear(line));
        _consumer = complete(builder).Build();
    }

    /// <summary>Where the group stands, asked for by ourselves: the library would begin anywhere rather than say that an offset is gone.</summary>
    private IEnumerable<TopicPartitionOffset> Begin(
        IConsumer<byte[]?, byte[]?> consumer,
        List<TopicPartition> partitions,
        Func<IReadOnlyList<PartitionPosition>, IReadOnlyList<PartitionPosition>>? onAssigned)
    {
        if (partitions.Count == 0)
        {
            return [];
        }

        var committed = Ask("asking for committed offsets", () => consumer.Committed(partitions, _options.RequestTimeout));
        var positions = Positions(committed);
        return (onAssigned?.Invoke(positions) ?? positions).Select(Native);
    }

    private void OnError(Error error)
    {
        _notices.Hear($"{error.Reason} ({error.Code})");
        if (error.IsFatal)
        {
            _fatal ??= error;
        }
    }

    private ConsumedMessage Convert(ConsumeResult<byte[]?, byte[]?> result)
    {
        if (result.IsPartitionEOF)
        {
            return new ConsumedMessage { Topic = result.Topic, Partition = result.Partition.Value, Offset = result.Offset.Value, IsEndOfPartition = true };
        }

        var message = result.Message;
        Messages++;
        Bytes += (message.Key?.Length ?? 0) + (message.Value?.Length ?? 0);
        return new ConsumedMessage
        {
            Topic = result.Topic,
            Partition = result.Partition.Value,
            Offset = result.Offset.Value,
            Timestamp = message.Timestamp.Type == TimestampType.NotAvailable ? null : DateTimeOffset.FromUnixTimeMilliseconds(message.Timestamp.UnixTimestampMs),
            Key = message.Key,
            Value = message.Value,
        };
    }
}
