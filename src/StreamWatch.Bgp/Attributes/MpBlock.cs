using StreamWatch.Bgp.Wire;

namespace StreamWatch.Bgp.Attributes;

/// <summary>Prefixes and next hop of one family in MP_REACH_NLRI or MP_UNREACH_NLRI (RFC 4760), as offsets into the attributes.</summary>
internal struct MpBlock
{
    /// <summary>Where the prefixes start in the attribute bytes.</summary>
    public int Start;

    /// <summary>Bytes of prefixes.</summary>
    public int Length;

    /// <summary>Length of the next hop as sent: 4, 16 or 32; others are kept but not decoded.</summary>
    public byte NextHopLength;

    public WireAddress NextHop;

    /// <summary>The second address of a 32-byte next hop (RFC 2545 section 3).</summary>
    public WireAddress LinkLocal;
}
