using System.Buffers.Binary;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt;

/// <content>Table dumps: RFC 6396 sections 4.2 and 4.3, RFC 8050 section 4.</content>
public sealed partial class MrtDecoder<TSink>
{
    private const int IPv6UnicastFamily = 3;

    private void DecodeTableDump(ReadOnlySpan<byte> body, ref TSink sink)
    {
        ClearSession();
        var addressSize = header.Subtype is MrtSubtype.TableDumpIPv6 or MrtSubtype.TableDumpIPv6As4 ? 16 : 4;
        var asnSize = header.Subtype is MrtSubtype.TableDumpIPv4As4 or MrtSubtype.TableDumpIPv6As4 ? 4 : 2;
        if (header.Subtype is < MrtSubtype.TableDumpIPv4 or > MrtSubtype.TableDumpIPv6As4)
        {
            Report(RejectReason.UnknownSubtype, header.Subtype);
            return;
        }

        // view, sequence, prefix, length, status, originated, peer address, peer ASN
        if (body.Length < 12 + (2 * addressSize) + asnSize)
        {
            Report(RejectReason.BodyTooShort, 0);
            return;
        }

        var family = addressSize == 16 ? AddressFamily.IPv6 : AddressFamily.IPv4;
        var address = ReadAddress(body[4..], addressSize);
        var rest = body[(4 + addressSize)..];
        var prefix = new WirePrefix(family, address.High, address.Low, rest[0], 0, false);
        message.OriginatedSeconds = BinaryPrimitives.ReadUInt32BigEndian(rest[2..]);
        message.PeerAddress = ReadAddress(rest[6..], addressSize);
        message.PeerAsn = ReadAsn(rest[(6 + addressSize)..], asnSize);
        rest = rest[(6 + addressSize + asnSize)..];
        ReadEntryAttributes(ref rest, asnSize);
        if ((attributes.ReachMask & (1u << IPv6UnicastFamily)) != 0)
        {
            attributes.UseNextHop(attributes.Reach(IPv6UnicastFamily));
        }

        PassEntry(prefix, ref sink);
    }

    private void DecodeTableDumpV2(ReadOnlySpan<byte> body, ref TSink sink)
    {
        ClearSession();
        switch (header.Subtype)
        {
            case MrtSubtype.PeerIndexTable:
                if (!Peers.Read(body))
                {
                    Report(RejectReason.BodyTooShort, 0);
                }

                break;
            case MrtSubtype.RibIPv4Unicast:
            case MrtSubtype.RibIPv4UnicastAddPath:
                DecodeRib(body, AddressFamily.IPv4, 1, header.Subtype == MrtSubtype.RibIPv4UnicastAddPath, ref sink);
                break;
            case MrtSubtype.RibIPv4Multicast:
            case MrtSubtype.RibIPv4MulticastAddPath:
                DecodeRib(body, AddressFamily.IPv4, 2, header.Subtype == MrtSubtype.RibIPv4MulticastAddPath, ref sink);
                break;
            case MrtSubtype.RibIPv6Unicast:
            case MrtSubtype.RibIPv6UnicastAddPath:
                DecodeRib(body, AddressFamily.IPv6, 1, header.Subtype == MrtSubtype.RibIPv6UnicastAddPath, ref sink);
                break;
            case MrtSubtype.RibIPv6Multicast:
            case MrtSubtype.RibIPv6MulticastAddPath:
                DecodeRib(body, AddressFamily.IPv6, 2, header.Subtype == MrtSubtype.RibIPv6MulticastAddPath, ref sink);
                break;
            case MrtSubtype.RibGeneric:
            case MrtSubtype.RibGenericAddPath:
                DecodeRibGeneric(body, header.Subtype == MrtSubtype.RibGenericAddPath, ref sink);
                break;
            case MrtSubtype.GeoPeerTable:
                break;
            default:
                Report(RejectReason.UnknownSubtype, header.Subtype);
                break;
        }
    }

    private void DecodeRibGeneric(ReadOnlySpan<byte> body, bool addPath, ref TSink sink)
    {
        if (body.Length < 7)
        {
            Report(RejectReason.BodyTooShort, 0);
            return;
        }

        var afi = BinaryPrimitives.ReadUInt16BigEndian(body[4..]);
        var safi = body[6];
        if (afi is not (1 or 2) || safi is not (1 or 2))
        {
            Report(RejectReason.UnsupportedFamily, (afi << 8) + safi);
            return;
        }

        DecodeRib(body[3..], afi == 1 ? AddressFamily.IPv4 : AddressFamily.IPv6, safi, addPath, ref sink);
    }

    /// <summary>Sequence number, prefix and entries.</summary>
    private void DecodeRib(ReadOnlySpan<byte> body, AddressFamily family, byte safi, bool addPath, ref TSink sink)
    {
        message.Safi = safi;
        message.IsAddPath = addPath;
        var size = body.Length < 5 ? 0 : (body[4] + 7) >> 3;
        if (body.Length < 7 + size)
        {
            Report(RejectReason.BodyTooShort, 0);
            return;
        }

        var length = body[4];
        var address = body.Slice(5, size);
        var high = Padded.ReadLeft(address, Math.Min(size, 8));
        var low = size > 8 ? Padded.ReadLeft(address[8..], Math.Min(size - 8, 8)) : 0;
        int count = BinaryPrimitives.ReadUInt16BigEndian(body[(5 + size)..]);
        var rest = body[(7 + size)..];
        if (count > 0 && !Peers.IsPresent)
        {
            Report(RejectReason.NoPeerIndexTable, 0);
            return;
        }

        for (var entry = 0; entry < count; entry++)
        {
            if (rest.Length < (addPath ? 12 : 8))
            {
                Report(RejectReason.EntriesCut, count - entry);
                return;
            }

            int index = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (index >= Peers.Count)
            {
                Report(RejectReason.PeerIndexOutOfRange, index);
                return;
            }

            ref readonly var peer = ref Peers[index];
            message.Id++;
            message.PeerIndex = index;
            message.PeerAddress = peer.Address;
            message.PeerAsn = peer.Asn;
            message.PeerBgpId = peer.BgpId;
            message.OriginatedSeconds = BinaryPrimitives.ReadUInt32BigEndian(rest[2..]);
            var pathId = addPath ? BinaryPrimitives.ReadUInt32BigEndian(rest[6..]) : 0;
            rest = rest[(addPath ? 10 : 6)..];
            ReadEntryAttributes(ref rest, 4);
            UseEntryNextHop();
            PassEntry(new WirePrefix(family, high, low, length, pathId, addPath), ref sink);
        }
    }

    private void ReadEntryAttributes(ref ReadOnlySpan<byte> rest, int asnSize)
    {
        var block = TakeBlock(ref rest, RejectReason.AttributesCut);
        attributes.Read(block, asnSize);
        ReportAttributes();
    }

    /// <summary>IPv6 unicast first, because the short form of MP_REACH_NLRI is kept there whatever the family; then any other.</summary>
    private void UseEntryNextHop()
    {
        var mask = attributes.ReachMask;
        if (mask != 0)
        {
            var family = (mask & (1u << IPv6UnicastFamily)) != 0 ? IPv6UnicastFamily : System.Numerics.BitOperations.TrailingZeroCount(mask);
            attributes.UseNextHop(attributes.Reach(family));
        }
    }

    private void PassEntry(in WirePrefix prefix, ref TSink sink)
    {
        if (prefix.IsValid)
        {
            elems++;
            sink.RibEntry(message, attributes, prefix);
        }
        else
        {
            Report(RejectReason.PrefixTooLong, prefix.Length);
            sink.InvalidPrefix(message, attributes, ElemType.RibEntry, prefix);
        }
    }

    private static WireAddress ReadAddress(ReadOnlySpan<byte> bytes, int size) =>
        size == 16 ? WireAddress.IPv6(bytes) : WireAddress.IPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes));
}
