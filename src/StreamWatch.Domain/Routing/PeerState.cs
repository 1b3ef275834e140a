namespace StreamWatch.Domain.Routing;

/// <summary>State of a BGP session, RFC 4271 section 8.2.2, with the numbers that MRT uses (RFC 6396 section 4.4.1).</summary>
public enum PeerState : ushort
{
    Unknown = 0,
    Idle = 1,
    Connect = 2,
    Active = 3,
    OpenSent = 4,
    OpenConfirm = 5,
    Established = 6,

    /// <summary>Written by Quagga and its heirs for a session being cleared; not in RFC 6396.</summary>
    Clearing = 7,

    /// <summary>Written by Quagga and its heirs for a peer that was removed; not in RFC 6396.</summary>
    Deleted = 8,
}
