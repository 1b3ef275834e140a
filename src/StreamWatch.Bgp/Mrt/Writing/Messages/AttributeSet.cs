using System.Net;
using StreamWatch.Bgp.Attributes;

namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>
/// Path attributes of an UPDATE or a RIB entry. What is null or empty is not written. They are written in the order of
/// their type codes (RFC 4271 section 5 recommends it), <see cref="Others"/> last and in their own order.
/// </summary>
public sealed record AttributeSet
{
    /// <summary>No attribute at all: an UPDATE that only withdraws.</summary>
    public static AttributeSet None { get; } = new();

    /// <summary>ORIGIN, type 1.</summary>
    public OriginCode? Origin { get; init; }

    /// <summary>AS_PATH, type 2. ASNs over 65535 are refused in 2-byte forms; see <see cref="ForTwoByteAsns"/>.</summary>
    public PathValue? AsPath { get; init; }

    /// <summary>NEXT_HOP, type 3: an IPv4 address (RFC 4271 section 5.1.3). IPv6 next hops stand in <see cref="MpReach"/>.</summary>
    public IPAddress? NextHop { get; init; }

    /// <summary>MULTI_EXIT_DISC, type 4.</summary>
    public uint? Med { get; init; }

    /// <summary>LOCAL_PREF, type 5.</summary>
    public uint? LocalPref { get; init; }

    /// <summary>ATOMIC_AGGREGATE, type 6.</summary>
    public bool AtomicAggregate { get; init; }

    /// <summary>AGGREGATOR, type 7; its ASN has the width of the form.</summary>
    public Aggregator? Aggregator { get; init; }

    /// <summary>COMMUNITIES, type 8 (RFC 1997): the high 16 bits are the ASN.</summary>
    public IReadOnlyList<uint> Communities { get; init; } = [];

    /// <summary>MP_REACH_NLRI, type 14.</summary>
    public MpReach? MpReach { get; init; }

    /// <summary>MP_UNREACH_NLRI, type 15.</summary>
    public MpUnreach? MpUnreach { get; init; }

    /// <summary>EXTENDED COMMUNITIES, type 16 (RFC 4360): 8 bytes each, big-endian.</summary>
    public IReadOnlyList<ulong> ExtendedCommunities { get; init; } = [];

    /// <summary>AS4_PATH, type 17 (RFC 6793); without confederation segments.</summary>
    public PathValue? As4Path { get; init; }

    /// <summary>AS4_AGGREGATOR, type 18 (RFC 6793).</summary>
    public Aggregator? As4Aggregator { get; init; }

    /// <summary>LARGE_COMMUNITY, type 32 (RFC 8092).</summary>
    public IReadOnlyList<LargeCommunity> LargeCommunities { get; init; } = [];

    /// <summary>Only to Customer, type 35 (RFC 9234 section 5).</summary>
    public uint? OnlyToCustomer { get; init; }

    /// <summary>Attributes given as bytes.</summary>
    public IReadOnlyList<OtherAttribute> Others { get; init; } = [];

    /// <summary>
    /// Sets the extended length flag on every attribute, as some routers do; otherwise only on values over 255 bytes
    /// (RFC 4271 section 4.3).
    /// </summary>
    public bool AlwaysExtendedLength { get; init; }

    /// <summary>
    /// The attributes as a speaker of 4-byte ASNs sends them to one of 2-byte ASNs (RFC 6793 section 4.2.2): AS_TRANS for every
    /// ASN over 65535, and the real ones in AS4_PATH and AS4_AGGREGATOR. Unchanged where every ASN fits.
    /// </summary>
    public AttributeSet ForTwoByteAsns()
    {
        var narrow = this;
        if (AsPath is { FitsTwoBytes: false } path)
        {
            narrow = narrow with { AsPath = path.WithAsTrans(), As4Path = path.WithoutConfederations() };
        }

        return Aggregator is { Asn: > ushort.MaxValue } aggregator
            ? narrow with { Aggregator = aggregator with { Asn = PathValue.AsTrans }, As4Aggregator = aggregator }
            : narrow;
    }
}
