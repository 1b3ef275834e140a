using StreamWatch.Bgp.Wire;

namespace StreamWatch.Bgp.Mrt;

/// <summary>
/// What the elems of one message share. The decoder reuses one object: read it during the callback, keep copies and never the object.
/// </summary>
public sealed class MrtMessage
{
    /// <summary>
    /// Grows whenever anything but the prefix may differ from the callback before: with each message, each RIB entry and each address
    /// family inside a message. A sink that rendered the rest of an elem may reuse it as long as this stays the same. Starts at 1.
    /// </summary>
    public long Id { get; internal set; }

    /// <summary>Header of the record; its <see cref="MrtHeader.Offset"/> identifies the record in its file.</summary>
    public MrtHeader Header { get; internal set; }

    /// <summary>When the collector received the message or wrote the table, in microseconds since the Unix epoch.</summary>
    public long TimeMicros => Header.TimeMicros;

    /// <summary>Address of the peer whose table changes.</summary>
    public WireAddress PeerAddress { get; internal set; }

    /// <summary>ASN of that peer.</summary>
    public uint PeerAsn { get; internal set; }

    /// <summary>Address of the collector's end of the session; absent in table dumps.</summary>
    public WireAddress LocalAddress { get; internal set; }

    /// <summary>ASN of the collector's end of the session; 0 in table dumps.</summary>
    public uint LocalAsn { get; internal set; }

    /// <summary>BGP identifier of the peer from the peer index table; 0 elsewhere.</summary>
    public uint PeerBgpId { get; internal set; }

    /// <summary>Position in the peer index table of TABLE_DUMP_V2; -1 elsewhere.</summary>
    public int PeerIndex { get; internal set; } = -1;

    /// <summary>When the RIB entry was last changed, seconds since the Unix epoch; 0 for messages.</summary>
    public uint OriginatedSeconds { get; internal set; }

    /// <summary>Subsequent address family of the prefixes in this callback: 1 unicast, 2 multicast, 3 both (obsolete).</summary>
    public byte Safi { get; internal set; }

    /// <summary>Whether the prefixes carry path identifiers (RFC 8050).</summary>
    public bool IsAddPath { get; internal set; }

    /// <summary>Whether the prefixes stood in MP_REACH_NLRI or MP_UNREACH_NLRI, not in the UPDATE's own IPv4 fields.</summary>
    public bool IsMultiprotocol { get; internal set; }

    /// <summary>Whether the collector itself sent the message (the _LOCAL subtypes): not a measurement of the peer's table.</summary>
    public bool IsLocal { get; internal set; }
}
