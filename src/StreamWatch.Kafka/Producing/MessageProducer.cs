using Confluent.Kafka;

namespace StreamWatch.Kafka.Producing;

/// <summary>
/// Publishes messages to partitions that the caller chose: each once and in the order of publishing, however long the brokers are away.
/// </summary>
/// <remarks>
/// Idempotent, acknowledged by all replicas in sync, retried without end. What is published and not yet acknowledged is kept in memory up to
/// <see cref="ProducerOptions.MaxBytesInFlight"/>; then <see cref="PublishAsync"/> waits. Nothing is dropped: a message that can never be delivered
/// ends the producer, and every later call throws. Safe to call from any thread; the order is that of the calls of one caller that awaits each.
/// </remarks>
public sealed class MessageProducer : IAsyncDisposable
{
    private readonly Notices _notices;
    private readonly ByteBudget _budget;
    private readonly IProducer<byte[]?, byte[]> _producer;
    private readonly Lock _gate = new();
    private readonly Action<DeliveryReport>? _report;
    private Flight _flight = new();
    private Task _landed = Task.CompletedTask;
    private KafkaException? _failure;
    private DeliveryException? _undelivered;
    private long _messages;
    private long _bytes;
    private long _acknowledged;
    private long _failed;

    /// <summary>Starts it; brokers are looked for from now on, and need not be there yet.</summary>
    /// <param name="settings">How to reach the brokers.</param>
    /// <param name="options">How it works.</param>
    /// <param name="time">The clock for notices.</param>
    /// <param name="tell">Hears what goes wrong on the way.</param>
    /// <param name="report">Hears what became of each message, on a thread of the library: it has to be quick and must not throw.</param>
    /// <exception cref="KafkaUsageException">The settings cannot be used, or the client library is not installed.</exception>
    public MessageProducer(
        KafkaSettings settings, ProducerOptions options, TimeProvider time, Action<KafkaNotice>? tell = null, Action<DeliveryReport>? report = null)
    {
        _report = report;
        if (options.MaxBytesInFlight < 1 << 20)
        {
            throw new KafkaUsageException($"at most {options.MaxBytesInFlight} bytes in flight are too few; allowed are 1 MiB and more");
        }

        _notices = new Notices($"{settings.ClientId} (producer)", time, tell);
        _budget = new ByteBudget(options.MaxBytesInFlight);
        _producer = new ProducerBuilder<byte[]?, byte[]>(Configure(settings, options))
            .SetKeySerializer(Serializers.ByteArray!)
            .SetValueSerializer(Serializers.ByteArray)
            .SetErrorHandler((_, error) => OnError(error))
            .SetLogHandler((_, line) => _notices.Hear(line))
            .Build();
    }

    /// <summary>Messages published so far.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>Bytes of their keys and values.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Messages that the brokers have.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Messages that were not delivered; the producer has ended where it is not zero.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Messages published and not answered for.</summary>
    public long InFlight => Messages - Acknowledged - Failed;

    /// <summary>Bytes of memory they are counted with.</summary>
    public long BytesInFlight => _budget.Taken;

    /// <summary>Errors heard from brokers and client, told or not.</summary>
    public long Errors => _notices.Heard;

    /// <summary>Publishes a message; waits while too much is in flight.</summary>
    /// <exception cref="DeliveryException">This one or an earlier one can never be delivered.</exception>
    /// <exception cref="KafkaRefusedException">The producer has ended for another reason.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited; the message is not published.</exception>
    public ValueTask PublishAsync(string topic, int partition, byte[]? key, byte[] value, CancellationToken cancellation = default)
    {
        ThrowIfEnded();
        cancellation.ThrowIfCancellationRequested();
        var delivery = new Delivery(this, new TopicPartition(topic, partition), new Message<byte[]?, byte[]> { Key = key!, Value = value });
        var room = _budget.TakeAsync(delivery.Cost, cancellation);
        return room.IsCompletedSuccessfully && TryHandOver(delivery) ? ValueTask.CompletedTask : HandOverAsync(room, delivery, cancellation);
    }

    /// <summary>Completes when everything that was published before this call is acknowledged.</summary>
    /// <exception cref="DeliveryException">Something was not delivered.</exception>
    /// <exception cref="KafkaRefusedException">The producer has ended for another reason.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited; what was published is still on its way.</exception>
    public async Task FlushAsync(CancellationToken cancellation = default)
    {
        Task landed;
        lock (_gate)
        {
            var flight = _flight;
            _flight = new Flight();
            flight.Remove();
            _landed = _landed.IsCompleted ? flight.Landed : Task.WhenAll(_landed, flight.Landed);
            landed = _landed;
        }

        await landed.WaitAsync(cancellation).ConfigureAwait(false);
        ThrowIfEnded();
    }

    /// <summary>Ends it without waiting: what was not flushed may be lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.Run(_producer.Dispose).ConfigureAwait(false);
        _budget.End(new ObjectDisposedException(nameof(MessageProducer)));
    }

    private static Dictionary<string, string> Configure(KafkaSettings settings, ProducerOptions options)
    {
        var config = ClientConfigs.Create(settings);
        config["enable.idempotence"] = "true";
        // what can leave a gap ends the producer
        config["enable.gapless.guarantee"] = "true";
        config["acks"] = "all";
        // without end: memory is bounded by the publishers' waiting, not by giving up
        config["message.timeout.ms"] = "0";
        config["message.max.bytes"] = ClientConfigs.Text(options.MaxMessageBytes);
        config["linger.ms"] = ClientConfigs.Text((long)options.Linger.TotalMilliseconds);
        config["compression.codec"] = options.Compression switch
        {
            MessageCompression.Zstd => "zstd",
            MessageCompression.Lz4 => "lz4",
            _ => "none",
        };
        // the library's own bounds lie beyond ours
        config["queue.buffering.max.messages"] = ClientConfigs.Text(Math.Min(10_000_000, 1 + (options.MaxBytesInFlight / ProducerOptions.BytesBesideMessage)));
        config["queue.buffering.max.kbytes"] = ClientConfigs.Text(Math.Min(int.MaxValue, Math.Max(options.MaxBytesInFlight, options.MaxMessageBytes) / 512));
        config["dotnet.producer.delivery.report.fields"] = "none";
        return config;
    }

    private async ValueTask HandOverAsync(ValueTask room, Delivery delivery, CancellationToken cancellation)
    {
        await room.ConfigureAwait(false);
        while (!TryHandOver(delivery))
        {
            // The library counts a little more than we do; its queue has room again when some of it is delivered.
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                _budget.Return(delivery.Cost);
                throw;
            }
        }
    }

    /// <summary>Gives it to the library; false where its queue is full.</summary>
    private bool TryHandOver(Delivery delivery)
    {
        lock (_gate)
        {
            delivery.Flight = _flight;
            _flight.Add();
        }

        try
        {
            ThrowIfEnded();
            _producer.Produce(delivery.To, delivery.Message, delivery.Report);
        }
        catch (ProduceException<byte[]?, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
        {
            delivery.Flight.Remove();
            return false;
        }
        catch (Exception e)
        {
            delivery.Flight.Remove();
            _budget.Return(delivery.Cost);
            if (e is ProduceException<byte[]?, byte[]> refused)
            {
                _report?.Invoke(new DeliveryReport(delivery.To.Topic, delivery.To.Partition.Value, delivery.Message.Value.Length, IsDelivered: false));
                throw End(new DeliveryException(delivery.To.Topic, delivery.To.Partition, Words(refused.Error), refused));
            }

            throw;
        }

        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _bytes, delivery.Bytes);
        return true;
    }

    private void OnReport(Delivery delivery, Error error)
    {
        if (error.IsError)
        {
            Interlocked.Increment(ref _failed);
            End(new DeliveryException(delivery.To.Topic, delivery.To.Partition, Words(error)));
        }
        else
        {
            Interlocked.Increment(ref _acknowledged);
        }

        _report?.Invoke(new DeliveryReport(delivery.To.Topic, delivery.To.Partition.Value, delivery.Message.Value.Length, !error.IsError));
        _budget.Return(delivery.Cost);
        delivery.Flight.Remove();
    }

    private void OnError(Error error)
    {
        _notices.Hear(Words(error));
        if (error.IsFatal)
        {
            _failure ??= new KafkaRefusedException($"the producer has ended: {Words(error)}");
            _budget.End(_failure);
        }
    }

    private DeliveryException End(DeliveryException failure)
    {
        _undelivered ??= failure;
        _budget.End(failure);
        return failure;
    }

    private void ThrowIfEnded()
    {
        if (_undelivered is { } undelivered)
        {
            throw new DeliveryException(undelivered.Topic, undelivered.Partition, undelivered.Reason, undelivered.InnerException);
        }

        if (_failure is { } failure)
        {
            throw new KafkaRefusedException(failure.Message);
        }
    }

    private static string Words(Error error) => $"{error.Reason} ({error.Code})";

    /// <summary>A message on its way.</summary>
    private sealed class Delivery(MessageProducer producer, TopicPartition to, Message<byte[]?, byte[]> message)
    {
        public TopicPartition To => to;

        public Message<byte[]?, byte[]> Message => message;

        public int Bytes { get; } = (message.Key?.Length ?? 0) + message.Value.Length;

        public long Cost => Bytes + ProducerOptions.BytesBesideMessage;

        public Flight Flight { get; set; } = null!;

        public void Report(DeliveryReport<byte[]?, byte[]> report) => producer.OnReport(this, report.Error);
    }
}
