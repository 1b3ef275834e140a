using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt;

/// <summary>
/// Takes what a decoder finds, in this order within a message: withdrawals (the UPDATE's own, then MP_UNREACH by family), announcements
/// (likewise). Everything passed is reused by the decoder and only good during the call. Make the sink a struct (perhaps around a class) so
/// that the JIT specialises the decoder for it.
/// </summary>
public interface IMrtSink
{
    /// <summary>An entry of a table dump. <paramref name="prefix"/> is valid.</summary>
    void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix);

    /// <summary>The peer announced the prefix. <paramref name="prefix"/> is valid.</summary>
    void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix);

    /// <summary>The peer withdrew the prefix. <paramref name="prefix"/> is valid. Attributes may be there but say nothing about it.</summary>
    void Withdrawal(MrtMessage message, in WirePrefix prefix);

    /// <summary>The session changed state.</summary>
    void PeerState(MrtMessage message, PeerState from, PeerState to);

    /// <summary>End-of-RIB marker for a family (RFC 4724 section 2).</summary>
    /// <param name="message">The message that carried it.</param>
    /// <param name="afi">Address family by IANA number: 1 IPv4, 2 IPv6.</param>
    /// <param name="safi">Subsequent address family.</param>
    void EndOfRib(MrtMessage message, ushort afi, byte safi);

    /// <summary>A BGP message that carries no routes: OPEN, NOTIFICATION, KEEPALIVE, ROUTE-REFRESH.</summary>
    void OtherMessage(MrtMessage message, BgpMessageType type);

    /// <summary>
    /// A prefix whose length does not fit its family. It is no elem; <see cref="Rejected"/> follows once for the record. For printing only.
    /// </summary>
    /// <param name="message">The message that carried it.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="type">What it would have been.</param>
    /// <param name="prefix">The prefix; <see cref="WirePrefix.IsValid"/> is false, or its length was cut by what followed.</param>
    void InvalidPrefix(MrtMessage message, PathAttributes attributes, ElemType type, in WirePrefix prefix);

    /// <summary>The record, or a part of it, could not be decoded. Elems that stood before the fault, or apart from it, were passed on.</summary>
    void Rejected(in RejectedRecord record);
}
