namespace StreamWatch.Storage.Writing;

/// <summary>A record that could not be read, on its way into <c>rejected_records</c>.</summary>
public readonly ref struct RejectedRecordRow
{
    /// <summary>Most bytes of a record that are kept.</summary>
    public const int KeptBytes = 64;

    /// <summary>Name of the file or feed, without its folder.</summary>
    public required string Source { get; init; }

    /// <summary>Offset of the record in the decompressed source, bytes.</summary>
    public required long Offset { get; init; }

    /// <summary>Why it was rejected, a word of a closed list.</summary>
    public required string Reason { get; init; }

    /// <summary>The record's bytes; the first <see cref="KeptBytes"/> are stored.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Time at the route collector, microseconds since 1970 UTC; null where the record does not tell.</summary>
    public long? ReceivedAtMicroseconds { get; init; }
}
