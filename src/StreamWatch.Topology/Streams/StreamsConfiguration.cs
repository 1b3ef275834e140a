using System.Globalization;
using Confluent.Kafka;
using Streamiz.Kafka.Net;

namespace StreamWatch.Topology.Streams;

/// <summary>Streamiz's settings.</summary>
internal static class StreamsConfiguration
{
    /// <summary>Streamiz waits as long in each turn, even where something came.</summary>
    private const int PollMs = 1;
    private const int MostBytes = 2 << 20;

    /// <summary>Restoring a large state, a thread does not poll.</summary>
    private const int MostBetweenPollsMs = 900_000;

    public static StreamConfig<MessageSerDes, MessageSerDes> Create(StreamsOptions options, Action<Exception> failed)
    {
        var client = new ClientConfig(options.Client.ToDictionary());
        var config = new StreamConfig<MessageSerDes, MessageSerDes>
        {
            ApplicationId = options.ApplicationId,
            BootstrapServers = client.BootstrapServers,
            SecurityProtocol = client.SecurityProtocol,
            SslCaLocation = client.SslCaLocation,
            SaslMechanism = client.SaslMechanism,
            SaslUsername = client.SaslUsername,
            SaslPassword = client.SaslPassword,
            ReconnectBackoffMs = client.ReconnectBackoffMs,
            ReconnectBackoffMaxMs = client.ReconnectBackoffMaxMs,
            SocketKeepaliveEnable = client.SocketKeepaliveEnable,
            LogConnectionClose = client.LogConnectionClose,

            // Tasks are deterministic, log what they read before they decide on it and number what they say: at least once is once.
            Guarantee = ProcessingGuarantee.AT_LEAST_ONCE,
            NumStreamThreads = options.Threads,
            CommitIntervalMs = (long)options.CommitEvery.TotalMilliseconds,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            // partitions of one number of all topics go to one thread
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range,
            PollMs = PollMs,
            // what is decided on the way leaves between polls: short turns, short waits
            MaxPollRecords = 100,
            MaxPollRestoringRecords = 10_000,
            MaxPollIntervalMs = MostBetweenPollsMs,
            // a broker answers at once where there is something to fetch; not every one does when something comes later, and each bin takes rounds of messages
            FetchWaitMaxMs = 5,
            SessionTimeoutMs = (int)options.SessionTimeout.TotalMilliseconds,
            HeartbeatIntervalMs = (int)Math.Min(3000, options.SessionTimeout.TotalMilliseconds / 3),
            OffsetCheckpointManager = new NoCheckpoints(),
            DefaultCacheEnabled = false,
            AllowAutoCreateTopics = false,
            ReplicationFactor = -1,
            MessageMaxBytes = MostBytes,

            EnableIdempotence = true,
            // order within a partition is what everything rests on
            EnableGaplessGuarantee = true,
            Acks = Acks.All,
            // without end, as a broker that is away is waited for
            MessageTimeoutMs = 0,
            // a commit flushes anyway
            LingerMs = 0,
            CompressionType = CompressionType.Lz4,
            QueueBufferingMaxMessages = 1_000_000,
            QueueBufferingMaxKbytes = 256 << 10,
            DeliveryReportFields = "status",

            Logger = options.Logging,
            InnerExceptionHandler = e => Judge(e, options, failed),
            DeserializationExceptionHandler = (_, record, e) =>
            {
                failed(new InvalidOperationException($"{record.TopicPartitionOffset} cannot be read: {e.Message}", e));
                return ExceptionHandlerResponse.FAIL;
            },
            ProductionExceptionHandler = report => Judge(report, failed),
        };
        return config;
    }

    private static ExceptionHandlerResponse Judge(Exception e, StreamsOptions options, Action<Exception> failed)
    {
        if (options.IsRetryable(e))
        {
            Wait(TimeSpan.FromSeconds(1));
            return ExceptionHandlerResponse.CONTINUE;
        }

        failed(e);
        return ExceptionHandlerResponse.FAIL;
    }

    private static ProductionExceptionHandlerResponse Judge(DeliveryReport<byte[], byte[]> report, Action<Exception> failed)
    {
        // The client's own queue is full: Streamiz tries the same message again, before the next one.
        if (report.Error.Code == ErrorCode.Local_QueueFull)
        {
            Wait(TimeSpan.FromMilliseconds(10));
            return ProductionExceptionHandlerResponse.RETRY;
        }

        failed(new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"a message to {report.Topic}[{report.Partition.Value}] was not delivered: {report.Error.Reason} ({report.Error.Code})")));
        return ProductionExceptionHandlerResponse.FAIL;
    }

    /// <summary>Streamiz asks on the thread that has to wait.</summary>
    private static void Wait(TimeSpan time)
    {
        using var never = new ManualResetEventSlim();
        never.Wait(time);
    }
}
