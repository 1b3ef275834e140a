using System.Buffers.Binary;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt;

/// <content>BGP4MP and BGP4MP_ET: RFC 6396 section 4.4, RFC 8050 section 3, and what older Zebras wrote.</content>
public sealed partial class MrtDecoder<TSink>
{
    private const int MarkerLength = 16;

    private void DecodeBgp4Mp(ReadOnlySpan<byte> body, ref TSink sink)
    {
        ClearSession();
        switch (header.Subtype)
        {
            case MrtSubtype.Message:
            case MrtSubtype.MessageLocal:
            case MrtSubtype.MessageAddPath:
            case MrtSubtype.MessageLocalAddPath:
                DecodeMessage(body, 2, ref sink);
                break;
            case MrtSubtype.MessageAs4:
            case MrtSubtype.MessageAs4Local:
            case MrtSubtype.MessageAs4AddPath:
            case MrtSubtype.MessageAs4LocalAddPath:
                DecodeMessage(body, 4, ref sink);
                break;
            case MrtSubtype.StateChange:
                DecodeStateChange(body, 2, ref sink);
                break;
            case MrtSubtype.StateChangeAs4:
                DecodeStateChange(body, 4, ref sink);
                break;
            default:
                Report(RejectReason.UnknownSubtype, header.Subtype);
                break;
        }
    }

    private void DecodeMessage(ReadOnlySpan<byte> body, int asnSize, ref TSink sink)
    {
        message.IsLocal = header.Subtype is MrtSubtype.MessageLocal or MrtSubtype.MessageAs4Local
            or MrtSubtype.MessageLocalAddPath or MrtSubtype.MessageAs4LocalAddPath;
        message.IsAddPath = header.Subtype >= MrtSubtype.MessageAddPath;
        if (!ReadSession(body, asnSize, out var rest))
        {
            return;
        }

        if (rest.Length < MarkerLength + 3)
        {
            Report(RejectReason.BodyTooShort, 0);
            return;
        }

        if (rest[..MarkerLength].ContainsAnyExcept((byte)0xFF))
        {
            Report(RejectReason.BadMarker, 0);
            return;
        }

        // The length counts the whole BGP message; a message may have been cut when it was recorded: what is there is read.
        var announced = BinaryPrimitives.ReadUInt16BigEndian(rest[MarkerLength..]) - MarkerLength - 2;
        rest = rest[(MarkerLength + 2)..];
        if (announced > rest.Length)
        {
            Report(RejectReason.MessageCut, announced - rest.Length);
        }
        else if (announced >= 0)
        {
            rest = rest[..announced];
        }

        if (rest.IsEmpty)
        {
            Report(RejectReason.BodyTooShort, 0);
            return;
        }

        var type = (BgpMessageType)rest[0];
        switch (type)
        {
            case BgpMessageType.Update:
                DecodeUpdate(rest[1..], asnSize, ref sink);
                break;
            case BgpMessageType.Open:
            case BgpMessageType.Notification:
            case BgpMessageType.Keepalive:
            case BgpMessageType.RouteRefresh:
            case BgpMessageType.RouteRefreshOld:
                sink.OtherMessage(message, type);
                break;
            default:
                Report(RejectReason.UnknownMessageType, (int)type);
                break;
        }
    }

    /// <summary>Reads ASNs, interface, family and addresses; false where the record says nothing that can be used.</summary>
    private bool ReadSession(ReadOnlySpan<byte> body, int asnSize, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        if (body.Length < (2 * asnSize) + 4)
        {
            Report(RejectReason.BodyTooShort, 0);
            return false;
        }

        message.PeerAsn = ReadAsn(body, asnSize);
        message.LocalAsn = ReadAsn(body[asnSize..], asnSize);
        var interfaceIndex = BinaryPrimitives.ReadUInt16BigEndian(body[(2 * asnSize)..]);
        var family = BinaryPrimitives.ReadUInt16BigEndian(body[((2 * asnSize) + 2)..]);
        rest = body[((2 * asnSize) + 4)..];
        switch (family)
        {
            case 1 when rest.Length >= 8:
                message.PeerAddress = WireAddress.IPv4(BinaryPrimitives.ReadUInt32BigEndian(rest));
                message.LocalAddress = WireAddress.IPv4(BinaryPrimitives.ReadUInt32BigEndian(rest[4..]));
                rest = rest[8..];
                return true;
            case 2 when rest.Length >= 32:
                message.PeerAddress = WireAddress.IPv6(rest);
                message.LocalAddress = WireAddress.IPv6(rest[16..]);
                rest = rest[32..];
                return true;
            case 1 or 2:
                Report(RejectReason.BodyTooShort, 0);
                return false;
            case 0xFFFF when interfaceIndex == 0xFFFF:
                // Old Zebras left out interface, family and addresses of some messages: these four bytes are the marker's first.
                message.PeerAddress = WireAddress.IPv4(0);
                message.LocalAddress = WireAddress.IPv4(0);
                rest = body[(2 * asnSize)..];
                return true;
            default:
                Report(RejectReason.UnknownSessionFamily, family);
                return false;
        }
    }

    private void DecodeStateChange(ReadOnlySpan<byte> body, int asnSize, ref TSink sink)
    {
        // Zebra around 2000 wrote two 2-byte ASNs and the two states, and nothing else.
        if (body.Length == 8)
        {
            message.PeerAsn = ReadAsn(body, asnSize);
            message.LocalAsn = ReadAsn(body[asnSize..], asnSize);
            message.PeerAddress = WireAddress.IPv4(0);
            message.LocalAddress = WireAddress.IPv4(0);
            PassState(body[(2 * asnSize)..], ref sink);
            return;
        }

        // Both ASN sizes occur under either subtype; the length must be one of the four.
        if (!ReadSession(body, asnSize, out var rest))
        {
            return;
        }

        var lengthFits = message.PeerAddress.Family == AddressFamily.IPv4 ? body.Length is 20 or 24 : body.Length is 44 or 48;
        if (!lengthFits)
        {
            Report(RejectReason.BodyTooShort, body.Length);
            return;
        }

        PassState(rest, ref sink);
    }

    private void PassState(ReadOnlySpan<byte> states, ref TSink sink)
    {
        elems++;
        sink.PeerState(message, (PeerState)Padded.ReadUInt16(states), (PeerState)Padded.ReadUInt16(states.Length > 2 ? states[2..] : []));
    }

    /// <summary>The first BGP records: 2-byte ASNs and IPv4 sessions only (RFC 6396 appendix B.2).</summary>
    private void DecodeLegacyBgp(ReadOnlySpan<byte> body, ref TSink sink)
    {
        ClearSession();
        switch (header.Subtype)
        {
            case MrtSubtype.BgpUpdate when body.Length >= 12:
                message.PeerAsn = ReadAsn(body, 2);
                message.PeerAddress = WireAddress.IPv4(BinaryPrimitives.ReadUInt32BigEndian(body[2..]));
                message.LocalAsn = ReadAsn(body[6..], 2);
                message.LocalAddress = WireAddress.IPv4(BinaryPrimitives.ReadUInt32BigEndian(body[8..]));
                DecodeUpdate(body[12..], 2, ref sink);
                break;
            case MrtSubtype.BgpStateChange when body.Length >= 10:
                message.PeerAsn = ReadAsn(body, 2);
                message.PeerAddress = WireAddress.IPv4(BinaryPrimitives.ReadUInt32BigEndian(body[2..]));
                PassState(body[6..], ref sink);
                break;
            case MrtSubtype.BgpKeepalive:
                sink.OtherMessage(message, BgpMessageType.Keepalive);
                break;
            case MrtSubtype.BgpUpdate or MrtSubtype.BgpStateChange:
                Report(RejectReason.BodyTooShort, 0);
                break;
            case 5:
                sink.OtherMessage(message, BgpMessageType.Open);
                break;
            case 6:
                sink.OtherMessage(message, BgpMessageType.Notification);
                break;
            default:
                Report(RejectReason.UnknownSubtype, header.Subtype);
                break;
        }
    }

    private static uint ReadAsn(ReadOnlySpan<byte> bytes, int asnSize) => asnSize == 4 ? Padded.ReadUInt32(bytes) : Padded.ReadUInt16(bytes);
}
