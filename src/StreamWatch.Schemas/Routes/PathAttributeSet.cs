using StreamWatch.Domain.Routing;

namespace StreamWatch.Schemas.Routes;

/// <summary>Path attributes of a message as spans into memory of whoever made it; those of the batch while it is read.</summary>
public readonly ref struct PathAttributeSet
{
    /// <summary>AS path in bgpdump's text form, UTF-8.</summary>
    public ReadOnlySpan<byte> Path { get; init; }

    /// <summary>Origin ASNs: one, or the members of the AS_SET at the end of the path.</summary>
    public ReadOnlySpan<uint> Origins { get; init; }

    /// <summary>ORIGIN: 0 IGP, 1 EGP, 2 INCOMPLETE; null where missing.</summary>
    public byte? Origin { get; init; }

    /// <summary>Next hop; the default value where missing.</summary>
    public RouteAddress NextHop { get; init; }

    public uint? Med { get; init; }

    public uint? LocalPref { get; init; }

    /// <summary>COMMUNITIES, 4 bytes each, network order.</summary>
    public ReadOnlySpan<byte> Communities { get; init; }

    /// <summary>8 bytes each.</summary>
    public ReadOnlySpan<byte> ExtendedCommunities { get; init; }

    /// <summary>12 bytes each.</summary>
    public ReadOnlySpan<byte> LargeCommunities { get; init; }

    public bool AtomicAggregate { get; init; }

    /// <summary>ASN of AGGREGATOR; null where missing.</summary>
    public uint? AggregatorAsn { get; init; }

    /// <summary>IPv4 address of AGGREGATOR as a number.</summary>
    public uint AggregatorAddress { get; init; }

    /// <summary>OTC (RFC 9234); null where missing.</summary>
    public uint? OnlyToCustomer { get; init; }
}
