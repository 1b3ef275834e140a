namespace StreamWatch.Kafka.Producing;

/// <summary>How batches of messages travel and are kept.</summary>
public enum MessageCompression
{
    /// <summary>About half the size of LZ4's, for more processor time.</summary>
    Zstd,

    /// <summary>Fast.</summary>
    Lz4,

    /// <summary>As they are.</summary>
    None,
}
