namespace StreamWatch.Bgp.Mrt;

/// <summary>Why a record, or a part of it, was rejected. The values are stored; they never change their meaning.</summary>
public enum RejectReason : byte
{
    /// <summary>An MRT type that RFC 6396 does not know; the detail is the type.</summary>
    UnknownType = 1,

    /// <summary>A subtype that is unknown or no longer written (BGP4MP_ENTRY, BGP4MP_SNAPSHOT); the detail is the subtype.</summary>
    UnknownSubtype = 2,

    /// <summary>The body is empty or ends inside a fixed field.</summary>
    BodyTooShort = 3,

    /// <summary>The session's address family is neither IPv4 nor IPv6; the detail is the AFI.</summary>
    UnknownSessionFamily = 4,

    /// <summary>The BGP marker is not all ones (RFC 4271 section 4.1).</summary>
    BadMarker = 5,

    /// <summary>A BGP message type that is not known; the detail is the type.</summary>
    UnknownMessageType = 6,

    /// <summary>The BGP message is longer than the record that carries it; the detail is the number of missing bytes.</summary>
    MessageCut = 7,

    /// <summary>The attributes are longer than the message; the detail is the number of missing bytes.</summary>
    AttributesCut = 8,

    /// <summary>An attribute is longer than what is left; the detail is its type code.</summary>
    AttributeCut = 9,

    /// <summary>An attribute has an impossible length or value; the detail is its type code. RFC 7606 says what routers do then.</summary>
    AttributeMalformed = 10,

    /// <summary>An attribute occurs twice; the first counts (RFC 7606 section 3.g); the detail is its type code.</summary>
    AttributeRepeated = 11,

    /// <summary>An address family in MP_REACH_NLRI, MP_UNREACH_NLRI or RIB_GENERIC that is not decoded; the detail is AFI * 256 + SAFI.</summary>
    UnsupportedFamily = 12,

    /// <summary>A list of prefixes ends inside a prefix.</summary>
    PrefixCut = 13,

    /// <summary>A prefix is longer than its family's addresses; the detail is its length.</summary>
    PrefixTooLong = 14,

    /// <summary>RIB entries before any peer index table.</summary>
    NoPeerIndexTable = 15,

    /// <summary>A RIB entry points behind the peer index table; the detail is the index.</summary>
    PeerIndexOutOfRange = 16,

    /// <summary>A RIB record ends before its last entry; the detail is the number of missing entries.</summary>
    EntriesCut = 17,
}
