using System.Buffers.Binary;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt;

/// <content>The UPDATE message, RFC 4271 section 4.3, with the families of RFC 4760 and the path identifiers of RFC 7911.</content>
public sealed partial class MrtDecoder<TSink>
{
    private void DecodeUpdate(ReadOnlySpan<byte> update, int asnSize, ref TSink sink)
    {
        var withdrawn = TakeBlock(ref update, RejectReason.PrefixCut);
        var block = TakeBlock(ref update, RejectReason.AttributesCut);
        if (block.IsEmpty)
        {
            attributes.Clear();
            attributes.UseNextHopAttribute();
        }
        else
        {
            attributes.Read(block, asnSize);
            ReportAttributes();
        }

        if (withdrawn.IsEmpty && update.IsEmpty && attributes.ReachMask == 0 && IsEndOfRib(block, ref sink))
        {
            return;
        }

        PassPrefixes(withdrawn, AddressFamily.IPv4, ElemType.Withdrawal, ref sink);
        if (attributes.UnreachMask != 0)
        {
            PassFamilies(attributes.UnreachMask, ElemType.Withdrawal, ref sink);
        }

        if (!update.IsEmpty)
        {
            message.Safi = 1;
            message.IsMultiprotocol = false;
            message.Id++;
            PassPrefixes(update, AddressFamily.IPv4, ElemType.Announcement, ref sink);
        }

        if (attributes.ReachMask != 0)
        {
            PassFamilies(attributes.ReachMask, ElemType.Announcement, ref sink);
        }
    }

    /// <summary>A block with its 2-byte length in front; shorter than it says where the message is cut.</summary>
    private ReadOnlySpan<byte> TakeBlock(ref ReadOnlySpan<byte> rest, RejectReason whenCut)
    {
        if (rest.Length < 2)
        {
            Report(RejectReason.BodyTooShort, 0);
            rest = [];
            return [];
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        rest = rest[2..];
        if (length > rest.Length)
        {
            Report(whenCut, length - rest.Length);
            length = rest.Length;
        }

        var block = rest[..length];
        rest = rest[length..];
        return block;
    }

    private bool IsEndOfRib(ReadOnlySpan<byte> block, ref TSink sink)
    {
        if (block.IsEmpty)
        {
            // A message cut to nothing is no marker.
            if (fault is null)
            {
                sink.EndOfRib(message, 1, 1);
            }

            return true;
        }

        for (var family = 0; family < PathAttributes.Families; family++)
        {
            if (attributes.UnreachMask == 1u << family && attributes.Unreach(family).Length == 0)
            {
                var (afi, safi) = PathAttributes.FamilyAt(family);
                message.Safi = safi;
                message.IsMultiprotocol = true;
                sink.EndOfRib(message, afi, safi);
                return true;
            }
        }

        return false;
    }

    private void PassFamilies(uint mask, ElemType type, ref TSink sink)
    {
        for (var family = 0; family < PathAttributes.Families; family++)
        {
            if ((mask & (1u << family)) == 0)
            {
                continue;
            }

            ref readonly var block = ref type == ElemType.Announcement ? ref attributes.Reach(family) : ref attributes.Unreach(family);
            var (afi, safi) = PathAttributes.FamilyAt(family);
            message.Safi = safi;
            message.IsMultiprotocol = true;
            message.Id++;
            if (type == ElemType.Announcement)
            {
                attributes.UseNextHop(block);
            }

            PassPrefixes(attributes.Slice(block), afi == 1 ? AddressFamily.IPv4 : AddressFamily.IPv6, type, ref sink);
        }
    }

    private void PassPrefixes(ReadOnlySpan<byte> list, AddressFamily family, ElemType type, ref TSink sink)
    {
        var addPath = message.IsAddPath;
        var maxLength = family == AddressFamily.IPv4 ? 32 : 128;
        while (!list.IsEmpty)
        {
            var pathId = 0u;
            if (addPath)
            {
                pathId = Padded.ReadUInt32(list);
                if (list.Length <= 4)
                {
                    Report(RejectReason.PrefixCut, 0);
                    sink.InvalidPrefix(message, attributes, type, new WirePrefix(family, 0, 0, 0, pathId, true));
                    return;
                }

                list = list[4..];
            }

            int length = list[0];
            var size = (length + 7) >> 3;
            list = list[1..];
            if (list.Length < size)
            {
                Report(RejectReason.PrefixCut, length);
                return;
            }

            if (length > maxLength)
            {
                PassTooLong(list[..size], length, family, type, pathId, ref sink);
                list = list[size..];
                continue;
            }

            var prefix = new WirePrefix(
                family,
                Padded.ReadLeft(list, Math.Min(size, 8)),
                size > 8 ? Padded.ReadLeft(list[8..], size - 8) : 0,
                (byte)length,
                pathId,
                addPath);
            elems++;
            if (type == ElemType.Announcement)
            {
                sink.Announcement(message, attributes, prefix);
            }
            else
            {
                sink.Withdrawal(message, prefix);
            }

            list = list[size..];
        }
    }

    /// <summary>
    /// A prefix longer than its family's addresses. Its bytes are stepped over by its own length, so that the next one is found. bgpdump keeps
    /// the bytes behind the sixteenth in the place of length and path identifier; the same is passed on, so that it can be printed alike.
    /// </summary>
    private void PassTooLong(ReadOnlySpan<byte> address, int length, AddressFamily family, ElemType type, uint pathId, ref TSink sink)
    {
        Report(RejectReason.PrefixTooLong, length);
        var shown = address.Length > 16 ? address[16] : (byte)length;
        for (var i = 20; i < Math.Min(24, address.Length); i++)
        {
            var shift = 8 * (i - 20);
            pathId = (pathId & ~(0xFFu << shift)) | ((uint)address[i] << shift);
        }

        var prefix = new WirePrefix(
            family,
            Padded.ReadLeft(address, Math.Min(address.Length, 8)),
            address.Length > 8 ? Padded.ReadLeft(address[8..], Math.Min(address.Length - 8, 8)) : 0,
            shown,
            pathId,
            message.IsAddPath);
        sink.InvalidPrefix(message, attributes, type, prefix);
    }
}
