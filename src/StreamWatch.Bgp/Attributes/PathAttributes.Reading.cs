using System.Buffers.Binary;
using System.Numerics;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;

namespace StreamWatch.Bgp.Attributes;

/// <content>Reading from the wire: RFC 4271 section 4.3, RFC 4760, faults by the lenient rules of RFC 7606.</content>
public sealed partial class PathAttributes
{
    /// <summary>Families by (AFI, SAFI): AFI 1 and 2, SAFI 1 to 3, in the order in which their prefixes are passed on.</summary>
    internal const int Families = 6;

    private const ushort AsTrans = 23456;
    private const int ExtendedLengthFlag = 0x10;

    private readonly MpBlock[] reach = new MpBlock[Families];
    private readonly MpBlock[] unreach = new MpBlock[Families];
    private int as4Start;
    private int as4Length;
    private uint as4AggregatorAsn;
    private uint as4AggregatorAddress;

    /// <summary>Families announced, one bit each.</summary>
    internal uint ReachMask { get; private set; }

    /// <summary>Families withdrawn, one bit each.</summary>
    internal uint UnreachMask { get; private set; }

    internal static (ushort Afi, byte Safi) FamilyAt(int index) => ((ushort)(1 + (index / 3)), (byte)(1 + (index % 3)));

    internal ref readonly MpBlock Reach(int index) => ref reach[index];

    internal ref readonly MpBlock Unreach(int index) => ref unreach[index];

    internal ReadOnlySpan<byte> Slice(in MpBlock block) => bytes.AsSpan(block.Start, block.Length);

    /// <summary>Makes <see cref="NextHop"/> that of NEXT_HOP.</summary>
    internal void UseNextHopAttribute()
    {
        NextHop = NextHopAttribute;
        NextHopLinkLocal = default;
        MpNextHopLength = 0;
    }

    /// <summary>Makes <see cref="NextHop"/> that of a family in MP_REACH_NLRI.</summary>
    internal void UseNextHop(in MpBlock block)
    {
        NextHop = block.NextHop;
        NextHopLinkLocal = block.LinkLocal;
        MpNextHopLength = block.NextHopLength;
    }

    /// <summary>Forgets everything, as for a message without attributes.</summary>
    internal void Clear()
    {
        length = 0;
        present = 0;
        communitiesLength = 0;
        extendedLength = 0;
        largeLength = 0;
        clusterLength = 0;
        as4Length = 0;
        ReachMask = 0;
        UnreachMask = 0;
        Origin = null;
        NextHopAttribute = default;
        AggregatorAsn = uint.MaxValue;
        AggregatorAddress = uint.MaxValue;
        Fault = null;
        FaultDetail = 0;
        Path.Clear();
    }

    /// <summary>Replaces everything by what <paramref name="block"/> says. Never throws.</summary>
    /// <param name="block">The attributes, without the length in front.</param>
    /// <param name="asnSize">Bytes of an ASN in AS_PATH and AGGREGATOR: 2 or 4.</param>
    internal void Read(ReadOnlySpan<byte> block, int asnSize)
    {
        Clear();
        if (block.Length > bytes.Length)
        {
            bytes = new byte[(int)BitOperations.RoundUpToPowerOf2((uint)block.Length)];
        }

        block.CopyTo(bytes);
        length = block.Length;
        var rest = block;
        while (!rest.IsEmpty)
        {
            var headerLength = (rest[0] & ExtendedLengthFlag) != 0 ? 4 : 3;
            if (rest.Length < headerLength)
            {
                ReadStub(rest, asnSize);
                break;
            }

            int valueLength = headerLength == 4 ? BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) : rest[2];
            if (rest.Length - headerLength < valueLength)
            {
                Report(RejectReason.AttributeCut, rest[1]);
                break;
            }

            ReadOne(rest[1], rest.Slice(headerLength, valueLength), length - rest.Length + headerLength, asnSize);
            rest = rest[(headerLength + valueLength)..];
        }

        Settle(asnSize);
        UseNextHopAttribute();
    }

    /// <summary>An attribute whose header is cut: missing bytes read as zero, which makes it empty.</summary>
    private void ReadStub(ReadOnlySpan<byte> rest, int asnSize)
    {
        if (rest.Length > 1 && (rest.Length == 2 || rest[2] == 0))
        {
            ReadOne(rest[1], [], length, asnSize);
        }

        Report(RejectReason.AttributeCut, rest.Length > 1 ? rest[1] : 0);
    }

    private void ReadOne(byte type, ReadOnlySpan<byte> value, int start, int asnSize)
    {
        if (type < 64)
        {
            var bit = 1UL << type;
            if ((present & bit) != 0 && type is not ((byte)AttributeType.MpReachNlri or (byte)AttributeType.MpUnreachNlri))
            {
                Report(RejectReason.AttributeRepeated, type);
                return;
            }

            present |= bit;
        }

        switch ((AttributeType)type)
        {
            case AttributeType.Origin:
                Origin = value.IsEmpty ? (byte)0 : value[0];
                Expect(value.Length == 1, type);
                break;
            case AttributeType.AsPath:
                Path.Read(value, asnSize);
                Expect(!Path.IsMalformed, type);
                break;
            case AttributeType.NextHop:
                NextHopAttribute = WireAddress.IPv4(ReadUInt32(value, 0, type));
                break;
            case AttributeType.MultiExitDisc:
                med = ReadUInt32(value, 0, type);
                break;
            case AttributeType.LocalPref:
                localPref = ReadUInt32(value, 0, type);
                break;
            case AttributeType.Aggregator:
                AggregatorAsn = asnSize == 4 ? ReadUInt32(value, 0, type) : Padded.ReadUInt16(value);
                AggregatorAddress = ReadUInt32(value, asnSize, type);
                break;
            case AttributeType.Communities:
                communitiesStart = start;
                communitiesLength = value.Length & ~3;
                Expect(value.Length % 4 == 0, type);
                break;
            case AttributeType.OriginatorId:
                originatorId = ReadUInt32(value, 0, type);
                break;
            case AttributeType.ClusterList:
                clusterStart = start;
                clusterLength = value.Length & ~3;
                Expect(value.Length % 4 == 0, type);
                break;
            case AttributeType.MpReachNlri:
                ReadReach(value, start);
                break;
            case AttributeType.MpUnreachNlri:
                ReadUnreach(value, start);
                break;
            case AttributeType.ExtendedCommunities:
                extendedStart = start;
                extendedLength = value.Length & ~7;
                Expect(value.Length % 8 == 0, type);
                break;
            case AttributeType.As4Path:
                as4Start = start;
                as4Length = value.Length;
                break;
            case AttributeType.As4Aggregator:
                as4AggregatorAsn = ReadUInt32(value, 0, type);
                as4AggregatorAddress = ReadUInt32(value, 4, type);
                break;
            case AttributeType.LargeCommunities:
                largeStart = start;
                largeLength = value.Length / 12 * 12;
                Expect(value.Length % 12 == 0, type);
                break;
            case AttributeType.OnlyToCustomer:
                otc = ReadUInt32(value, 0, type);
                break;
        }
    }

    /// <summary>The transition to 4-byte ASNs, RFC 6793 section 4.2.3: where AGGREGATOR is a real ASN, both AS4 attributes are stale.</summary>
    private void Settle(int asnSize)
    {
        if (asnSize == 4)
        {
            return;
        }

        if (Has(AttributeType.Aggregator) && Has(AttributeType.As4Aggregator))
        {
            if (AggregatorAsn != AsTrans)
            {
                return;
            }

            AggregatorAsn = as4AggregatorAsn;
            AggregatorAddress = as4AggregatorAddress;
        }

        if (Has(AttributeType.As4Path) && Has(AttributeType.AsPath))
        {
            as4Path.Read(bytes.AsSpan(as4Start, as4Length), 4);
            Expect(!as4Path.IsMalformed, (byte)AttributeType.As4Path);
            Path.Merge(as4Path);
        }
    }

    private void Expect(bool condition, byte type)
    {
        if (!condition)
        {
            Report(RejectReason.AttributeMalformed, type);
        }
    }

    private void Report(RejectReason reason, int detail)
    {
        if (Fault is null)
        {
            Fault = reason;
            FaultDetail = detail;
        }
    }

    private uint ReadUInt32(ReadOnlySpan<byte> value, int at, byte type)
    {
        if (value.Length >= at + 4)
        {
            return BinaryPrimitives.ReadUInt32BigEndian(value[at..]);
        }

        Report(RejectReason.AttributeMalformed, type);
        return Padded.ReadUInt32(at < value.Length ? value[at..] : []);
    }
}
