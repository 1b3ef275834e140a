using StreamWatch.Domain.Routing;
namespace StreamWatch.Storage.Writing;

/// <summary>Where a table or a source ends, on its way into <c>source_marks</c>.</summary>
public readonly record struct SourceMarkRow
{
    /// <summary>Of an end the newest time that was believed, of a table that of its last entry; microseconds since 1970 UTC.</summary>
    public required long MarkedAtMicroseconds { get; init; }

    public required SourceMark Mark { get; init; }

    /// <summary>Route collector; empty for files of probe results.</summary>
    public required string Collector { get; init; }

    /// <summary>ASN of the peer, of a table that of its last entry; 0 for an end.</summary>
    public uint PeerAsn { get; init; }

    /// <summary>Address of the peer; the default value for an end.</summary>
    public RouteAddress PeerAddress { get; init; }

    /// <summary>Place among what its peer said at one instant.</summary>
    public uint Turn { get; init; }
}
