using StreamWatch.Domain.Routing;

namespace StreamWatch.Storage.Writing;

/// <summary>
/// One elem on its way into <c>bgp_elems</c>: plain values and spans into the caller's memory, read during <see cref="ElemBlock.Append"/> and not kept.
/// A withdrawal leaves everything below <see cref="Turn"/> empty.
/// </summary>
public readonly ref struct ElemRow
{
    /// <summary>Time at the route collector, microseconds since 1970 UTC.</summary>
    public required long ReceivedAtMicroseconds { get; init; }

    public required uint PeerAsn { get; init; }

    public required RouteAddress PeerAddress { get; init; }

    /// <summary>RibEntry, Announcement or Withdrawal; peer states have a block of their own.</summary>
    public required ElemType Type { get; init; }

    public required Prefix Prefix { get; init; }

    /// <summary>Subsequent address family (IANA): 1 unicast, 2 multicast, 3 both.</summary>
    public byte Safi { get; init; }

    /// <summary>Path identifier of add-path (RFC 7911); 0 without.</summary>
    public uint PathId { get; init; }

    /// <summary>Whether the detection leaves it out: its time is not believed, or the route collector itself sent it.</summary>
    public bool SetAside { get; init; }

    /// <summary>Place among what its peer said at one instant: changes of the session that came before.</summary>
    public uint Turn { get; init; }

    /// <summary>AS path in bgpdump's text form, UTF-8: <c>701 1239 {7018,3356}</c>.</summary>
    public ReadOnlySpan<byte> AsPath { get; init; }

    /// <summary>Origin ASNs: one, or the members of the AS_SET at the end of the path.</summary>
    public ReadOnlySpan<uint> OriginAsns { get; init; }

    /// <summary>ORIGIN attribute: 0 IGP, 1 EGP, 2 INCOMPLETE; null without.</summary>
    public byte? Origin { get; init; }

    /// <summary>Next hop; the default value without.</summary>
    public RouteAddress NextHop { get; init; }

    public uint? Med { get; init; }

    public uint? LocalPref { get; init; }

    /// <summary>COMMUNITIES as on the wire: 4 bytes each, big-endian.</summary>
    public ReadOnlySpan<byte> Communities { get; init; }

    /// <summary>Extended communities as on the wire: 8 bytes each, big-endian.</summary>
    public ReadOnlySpan<byte> ExtendedCommunities { get; init; }

    /// <summary>Large communities as on the wire: 12 bytes each, big-endian.</summary>
    public ReadOnlySpan<byte> LargeCommunities { get; init; }

    public bool AtomicAggregate { get; init; }

    /// <summary>ASN of AGGREGATOR; null without.</summary>
    public uint? AggregatorAsn { get; init; }

    /// <summary>Address of AGGREGATOR; the default value without.</summary>
    public RouteAddress AggregatorAddress { get; init; }

    /// <summary>OTC (RFC 9234); null without.</summary>
    public uint? OnlyToCustomer { get; init; }
}
