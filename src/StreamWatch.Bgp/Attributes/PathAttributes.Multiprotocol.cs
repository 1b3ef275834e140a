using System.Buffers.Binary;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;

namespace StreamWatch.Bgp.Attributes;

/// <content>MP_REACH_NLRI and MP_UNREACH_NLRI, RFC 4760 sections 3 and 4, and the short form of RIB entries, RFC 6396 section 4.3.4.</content>
public sealed partial class PathAttributes
{
    private const int IPv6Unicast = 3;

    private void ReadReach(ReadOnlySpan<byte> value, int start)
    {
        if (value.IsEmpty)
        {
            Report(RejectReason.AttributeMalformed, (byte)AttributeType.MpReachNlri);
            return;
        }

        // No AFI starts with anything but zero, so this is the short form: only the next hop, of a family that stands elsewhere.
        if (value[0] != 0)
        {
            if ((ReachMask & (1u << IPv6Unicast)) == 0)
            {
                ReachMask |= 1u << IPv6Unicast;
                reach[IPv6Unicast] = default;
                ReadNextHop(ref reach[IPv6Unicast], value);
            }

            return;
        }

        var family = value.Length < 5 ? -1 : FamilyIndex(BinaryPrimitives.ReadUInt16BigEndian(value), value[2]);
        if (family < 0)
        {
            ReportFamily(value, AttributeType.MpReachNlri);
            return;
        }

        if ((ReachMask & (1u << family)) != 0)
        {
            Report(RejectReason.AttributeRepeated, (byte)AttributeType.MpReachNlri);
            return;
        }

        ReachMask |= 1u << family;
        ref var block = ref reach[family];
        block = default;
        var at = 3 + ReadNextHop(ref block, value[3..]);
        int snpas = at < value.Length ? value[at] : 0;
        at++;
        for (; snpas > 0 && at < value.Length; snpas--)
        {
            // RFC 2858: length in semi-octets by the letter; every reader takes bytes, and no file has been seen with one.
            at += 1 + value[at];
        }

        at = Math.Min(at, value.Length);
        block.Start = start + at;
        block.Length = value.Length - at;
    }

    private void ReadUnreach(ReadOnlySpan<byte> value, int start)
    {
        var family = value.Length < 3 ? -1 : FamilyIndex(BinaryPrimitives.ReadUInt16BigEndian(value), value[2]);
        if (family < 0)
        {
            ReportFamily(value, AttributeType.MpUnreachNlri);
            return;
        }

        if ((UnreachMask & (1u << family)) != 0)
        {
            Report(RejectReason.AttributeRepeated, (byte)AttributeType.MpUnreachNlri);
            return;
        }

        UnreachMask |= 1u << family;
        unreach[family] = new MpBlock { Start = start + 3, Length = value.Length - 3 };
    }

    /// <summary>Reads length and address; returns the bytes taken. Next hops of other lengths are stepped over.</summary>
    private int ReadNextHop(ref MpBlock block, ReadOnlySpan<byte> value)
    {
        var size = value[0];
        block.NextHopLength = size;
        if (value.Length - 1 < size || size is not (4 or 16 or 32))
        {
            Report(RejectReason.AttributeMalformed, (byte)AttributeType.MpReachNlri);
            return Math.Min(1 + size, value.Length);
        }

        block.NextHop = size == 4 ? WireAddress.IPv4(BinaryPrimitives.ReadUInt32BigEndian(value[1..])) : WireAddress.IPv6(value[1..]);
        block.LinkLocal = size == 32 ? WireAddress.IPv6(value[17..]) : default;
        return 1 + size;
    }

    private static int FamilyIndex(int afi, int safi) => afi is 1 or 2 && safi is >= 1 and <= 3 ? ((afi - 1) * 3) + safi - 1 : -1;

    private void ReportFamily(ReadOnlySpan<byte> value, AttributeType type)
    {
        if (value.Length < 3)
        {
            Report(RejectReason.AttributeMalformed, (byte)type);
        }
        else
        {
            Report(RejectReason.UnsupportedFamily, (BinaryPrimitives.ReadUInt16BigEndian(value) << 8) + value[2]);
        }
    }
}
