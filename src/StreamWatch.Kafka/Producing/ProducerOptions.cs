namespace StreamWatch.Kafka.Producing;

/// <summary>How a <see cref="MessageProducer"/> works.</summary>
public sealed record ProducerOptions
{
    /// <summary>Bytes of memory that a message is counted with beside its key and value.</summary>
    public const int BytesBesideMessage = 256;

    /// <summary>Default: <see cref="MessageCompression.Zstd"/>.</summary>
    public MessageCompression Compression { get; init; } = MessageCompression.Zstd;

    /// <summary>How long a message waits for others to be sent with; default 5 ms.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Keys, values and 256 bytes for each message that are published and not yet acknowledged; publishers wait beyond. Default 64 MiB, least 1 MiB.</summary>
    public long MaxBytesInFlight { get; init; } = 64L << 20;

    /// <summary>The largest message in bytes; default 2 MiB. A larger one is refused. The topic's own bound must be as large.</summary>
    public int MaxMessageBytes { get; init; } = 2 << 20;
}
