using System.Buffers.Binary;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;

namespace StreamWatch.Bgp.Attributes;

/// <summary>
/// The path attributes of one message or RIB entry. The decoder reuses one object: read it during the callback, keep copies and never the
/// object. Where an attribute occurs twice the first counts (RFC 7606 section 3.g).
/// </summary>
public sealed partial class PathAttributes
{
    private readonly AsPath as4Path = new();
    private byte[] bytes = new byte[4096];
    private int length;
    private ulong present;
    private int communitiesStart;
    private int communitiesLength;
    private int extendedStart;
    private int extendedLength;
    private int largeStart;
    private int largeLength;
    private int clusterStart;
    private int clusterLength;
    private uint originatorId;
    private uint med;
    private uint localPref;
    private uint otc;

    /// <summary>The attributes as sent, undecoded ones included.</summary>
    public ReadOnlySpan<byte> Raw => bytes.AsSpan(0, length);

    /// <summary>ORIGIN; null where missing. See <see cref="OriginCode"/>; other values are kept.</summary>
    public byte? Origin { get; private set; }

    /// <summary>AS_PATH with AS4_PATH merged in (RFC 6793); empty where missing.</summary>
    public AsPath Path { get; } = new();

    /// <summary>NEXT_HOP; absent where the attribute is missing, as it may be beside MP_REACH_NLRI.</summary>
    public WireAddress NextHopAttribute { get; private set; }

    /// <summary>Next hop of the prefix in the callback: from MP_REACH_NLRI for its prefixes, else NEXT_HOP. Absent where unknown.</summary>
    public WireAddress NextHop { get; private set; }

    /// <summary>Link-local companion of an IPv6 next hop (RFC 2545 section 3); usually absent.</summary>
    public WireAddress NextHopLinkLocal { get; private set; }

    /// <summary>Length of the next hop in MP_REACH_NLRI as sent; 0 where the prefix does not come from there.</summary>
    public byte MpNextHopLength { get; private set; }

    /// <summary>MULTI_EXIT_DISC; null where missing.</summary>
    public uint? Med => Has(AttributeType.MultiExitDisc) ? med : null;

    /// <summary>LOCAL_PREF; null where missing, as it is over external sessions.</summary>
    public uint? LocalPref => Has(AttributeType.LocalPref) ? localPref : null;

    public bool AtomicAggregate => Has(AttributeType.AtomicAggregate);

    /// <summary>Whether AGGREGATOR is there, so that the next two mean something.</summary>
    public bool HasAggregator => Has(AttributeType.Aggregator);

    /// <summary>ASN of AGGREGATOR, taken from AS4_AGGREGATOR where it says AS_TRANS (RFC 6793 section 4.2.3).</summary>
    public uint AggregatorAsn { get; private set; }

    /// <summary>IPv4 address of AGGREGATOR as a big-endian number.</summary>
    public uint AggregatorAddress { get; private set; }

    /// <summary>OTC (RFC 9234): the ASN that must not be left upwards; null where missing.</summary>
    public uint? OnlyToCustomer => Has(AttributeType.OnlyToCustomer) ? otc : null;

    /// <summary>ORIGINATOR_ID (RFC 4456); null where missing.</summary>
    public uint? OriginatorId => Has(AttributeType.OriginatorId) ? originatorId : null;

    /// <summary>COMMUNITIES (RFC 1997) in the order of the wire, 4 bytes each, big-endian.</summary>
    public ReadOnlySpan<byte> Communities => bytes.AsSpan(communitiesStart, communitiesLength);

    /// <summary>Extended communities (RFC 4360), 8 bytes each.</summary>
    public ReadOnlySpan<byte> ExtendedCommunities => bytes.AsSpan(extendedStart, extendedLength);

    /// <summary>Large communities (RFC 8092), 12 bytes each.</summary>
    public ReadOnlySpan<byte> LargeCommunities => bytes.AsSpan(largeStart, largeLength);

    /// <summary>CLUSTER_LIST (RFC 4456), 4 bytes each.</summary>
    public ReadOnlySpan<byte> ClusterList => bytes.AsSpan(clusterStart, clusterLength);

    /// <summary>First fault found in the attributes; null where there is none.</summary>
    public RejectReason? Fault { get; private set; }

    /// <summary>The type code or family that belongs to <see cref="Fault"/>.</summary>
    public int FaultDetail { get; private set; }

    /// <summary>Whether the attribute was sent.</summary>
    public bool Has(AttributeType type) => (present >> (int)type & 1) != 0;

    /// <summary>One standard community by position: high 16 bits the ASN, low 16 bits its value.</summary>
    public uint Community(int index) => BinaryPrimitives.ReadUInt32BigEndian(Communities[(4 * index)..]);
}
