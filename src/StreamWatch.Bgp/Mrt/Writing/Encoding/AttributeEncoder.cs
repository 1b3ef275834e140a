using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt.Writing.Encoding;

/// <summary>Path attributes on the wire (RFC 4271 section 4.3 and the RFC named at each property of <see cref="AttributeSet"/>).</summary>
internal sealed class AttributeEncoder
{
    private const byte Optional = 0x80;
    private const byte Transitive = 0x40;
    private const byte ExtendedLength = 0x10;

    /// <summary>The value of the attribute being written: its length decides how its header looks.</summary>
    private readonly RecordBuffer _value = new();

    public void Put(RecordBuffer buffer, AttributeSet attributes, in AttributeForm form)
    {
        var extended = attributes.AlwaysExtendedLength;
        if (attributes.Origin is { } origin)
        {
            _value.Clear();
            _value.PutByte((byte)origin);
            PutValue(buffer, Transitive, 1, "ORIGIN", extended);
        }

        if (attributes.AsPath is { } path)
        {
            PutPath(buffer, path, form.Asns, Transitive, 2, "AS_PATH", extended);
        }

        if (attributes.NextHop is { } nextHop)
        {
            _value.Clear();
            _value.PutIPv4(nextHop, "NEXT_HOP");
            PutValue(buffer, Transitive, 3, "NEXT_HOP", extended);
        }

        PutNumber(buffer, attributes.Med, Optional, 4, "MULTI_EXIT_DISC", extended);
        PutNumber(buffer, attributes.LocalPref, Transitive, 5, "LOCAL_PREF", extended);
        if (attributes.AtomicAggregate)
        {
            _value.Clear();
            PutValue(buffer, Transitive, 6, "ATOMIC_AGGREGATE", extended);
        }

        PutAggregator(buffer, attributes.Aggregator, form.Asns, 7, "AGGREGATOR", extended);
        PutCommunities(buffer, attributes, extended);
        PutMultiprotocol(buffer, attributes, form, extended);
        PutExtendedCommunities(buffer, attributes, extended);
        PutAs4Path(buffer, attributes, extended);
        PutAggregator(buffer, attributes.As4Aggregator, AsnWidth.FourBytes, 18, "AS4_AGGREGATOR", extended);
        PutLargeCommunities(buffer, attributes, extended);
        PutNumber(buffer, attributes.OnlyToCustomer, Optional | Transitive, 35, "OTC", extended);
        foreach (var other in attributes.Others)
        {
            _value.Clear();
            _value.PutBytes(other.Value.Span);
            PutValue(buffer, other.Flags, other.Type, $"attribute {other.Type}", extended);
        }
    }

    private void PutAs4Path(RecordBuffer buffer, AttributeSet attributes, bool extended)
    {
        if (attributes.As4Path is not { } path)
        {
            return;
        }

        if (path.Segments.Any(segment => segment.IsConfederation))
        {
            throw new UnwritableRecordException(
                "AS4_PATH holds a confederation segment, which RFC 6793 section 3 forbids; leave it out, see "
                + nameof(PathValue.WithoutConfederations));
        }

        PutPath(buffer, path, AsnWidth.FourBytes, Optional | Transitive, 17, "AS4_PATH", extended);
    }

    private void PutPath(RecordBuffer buffer, PathValue path, AsnWidth width, byte flags, byte type, string name, bool extended)
    {
        _value.Clear();
        foreach (var segment in path.Segments)
        {
            if (segment.Asns.Count is 0 or > byte.MaxValue)
            {
                throw new UnwritableRecordException(
                    $"a segment of {name} has {segment.Asns.Count} ASNs; allowed are 1 to 255: split longer ones (RFC 4271 section 5.1.2)");
            }

            _value.PutByte((byte)segment.Type);
            _value.PutByte((byte)segment.Asns.Count);
            for (var i = 0; i < segment.Asns.Count; i++)
            {
                _value.PutAsn(segment.Asns[i], width, name);
            }
        }

        PutValue(buffer, flags, type, name, extended);
    }

    private void PutNumber(RecordBuffer buffer, uint? number, byte flags, byte type, string name, bool extended)
    {
        if (number is not { } value)
        {
            return;
        }

        _value.Clear();
        _value.PutUInt32(value);
        PutValue(buffer, flags, type, name, extended);
    }

    private void PutAggregator(RecordBuffer buffer, Aggregator? aggregator, AsnWidth width, byte type, string name, bool extended)
    {
        if (aggregator is null)
        {
            return;
        }

        _value.Clear();
        _value.PutAsn(aggregator.Asn, width, name);
        _value.PutIPv4(aggregator.Address, name);
        PutValue(buffer, Optional | Transitive, type, name, extended);
    }

    private void PutCommunities(RecordBuffer buffer, AttributeSet attributes, bool extended)
    {
        if (attributes.Communities.Count == 0)
        {
            return;
        }

        _value.Clear();
        foreach (var community in attributes.Communities)
        {
            _value.PutUInt32(community);
        }

        PutValue(buffer, Optional | Transitive, 8, "COMMUNITIES", extended);
    }

    private void PutExtendedCommunities(RecordBuffer buffer, AttributeSet attributes, bool extended)
    {
        if (attributes.ExtendedCommunities.Count == 0)
        {
            return;
        }

        _value.Clear();
        foreach (var community in attributes.ExtendedCommunities)
        {
            _value.PutUInt64(community);
        }

        PutValue(buffer, Optional | Transitive, 16, "EXTENDED COMMUNITIES", extended);
    }

    private void PutLargeCommunities(RecordBuffer buffer, AttributeSet attributes, bool extended)
    {
        if (attributes.LargeCommunities.Count == 0)
        {
            return;
        }

        _value.Clear();
        foreach (var community in attributes.LargeCommunities)
        {
            _value.PutUInt32(community.GlobalAdministrator);
            _value.PutUInt32(community.LocalData1);
            _value.PutUInt32(community.LocalData2);
        }

        PutValue(buffer, Optional | Transitive, 32, "LARGE_COMMUNITY", extended);
    }

    private void PutMultiprotocol(RecordBuffer buffer, AttributeSet attributes, in AttributeForm form, bool extended)
    {
        if (attributes.MpReach is { } reach)
        {
            _value.Clear();
            PutReach(reach, form);
            PutValue(buffer, Optional, 14, "MP_REACH_NLRI", extended);
        }

        if (attributes.MpUnreach is { } unreach)
        {
            _value.Clear();
            PutFamily(_value, unreach.Family, unreach.Safi);
            NlriEncoder.PutAll(_value, unreach.Prefixes, unreach.Family, form.AddPath, "MP_UNREACH_NLRI");
            PutValue(buffer, Optional, 15, "MP_UNREACH_NLRI", extended);
        }
    }

    private void PutReach(MpReach reach, in AttributeForm form)
    {
        if (!form.NextHopOnly)
        {
            PutFamily(_value, reach.Family, reach.Safi);
        }

        if (reach.NextHops.Count is 0 or > 2)
        {
            throw new UnwritableRecordException(
                $"MP_REACH_NLRI has {reach.NextHops.Count} next hops; allowed is 1, or a global and a link-local one (RFC 2545 section 3)");
        }

        var length = reach.NextHops.Sum(hop => hop.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 4 : 16);
        _value.PutByte((byte)length);
        foreach (var hop in reach.NextHops)
        {
            _value.PutAddress(hop);
        }

        if (form.NextHopOnly)
        {
            return;
        }

        _value.PutByte(0);
        NlriEncoder.PutAll(_value, reach.Prefixes, reach.Family, form.AddPath, "MP_REACH_NLRI");
    }

    internal static void PutFamily(RecordBuffer buffer, AddressFamily family, byte safi)
    {
        buffer.PutUInt16(Afi(family));
        buffer.PutByte(safi);
    }

    internal static ushort Afi(AddressFamily family) => family switch
    {
        AddressFamily.IPv4 => 1,
        AddressFamily.IPv6 => 2,
        _ => throw new UnwritableRecordException($"address family {(byte)family} has no AFI; allowed are IPv4 and IPv6"),
    };

    private void PutValue(RecordBuffer buffer, byte flags, byte type, string name, bool alwaysExtended)
    {
        if (_value.Length > ushort.MaxValue)
        {
            throw new UnwritableRecordException($"{name} takes {_value.Length} bytes; an attribute may take up to 65535");
        }

        if (alwaysExtended || (flags & ExtendedLength) != 0 || _value.Length > byte.MaxValue)
        {
            buffer.PutByte((byte)(flags | ExtendedLength));
            buffer.PutByte(type);
            buffer.PutUInt16((ushort)_value.Length);
        }
        else
        {
            buffer.PutByte(flags);
            buffer.PutByte(type);
            buffer.PutByte((byte)_value.Length);
        }

        buffer.PutBytes(_value.Written);
    }
}
