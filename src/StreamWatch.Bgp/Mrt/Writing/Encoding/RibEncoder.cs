using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt.Writing.Encoding;

/// <summary>Bodies of TABLE_DUMP_V2 records (RFC 6396 section 4.3, RFC 8050 section 4).</summary>
internal sealed class RibEncoder(AttributeEncoder attributes)
{
    public static void PutPeerIndexTable(RecordBuffer buffer, PeerIndexTable table)
    {
        if (table.Peers.Count > ushort.MaxValue)
        {
            throw new UnwritableRecordException($"the peer index table has {table.Peers.Count} peers; allowed are up to 65535");
        }

        buffer.PutIPv4(table.CollectorBgpId, "BGP identifier of the collector");
        var nameAt = buffer.OpenLength16();
        buffer.PutBytes(System.Text.Encoding.UTF8.GetBytes(table.ViewName));
        buffer.CloseLength16(nameAt, "the view name");
        buffer.PutUInt16((ushort)table.Peers.Count);
        foreach (var peer in table.Peers)
        {
            var isIPv6 = peer.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
            buffer.PutByte((byte)((isIPv6 ? 1 : 0) | (peer.AsnWidth == AsnWidth.FourBytes ? 2 : 0)));
            buffer.PutIPv4(peer.BgpId, "BGP identifier of a peer");
            buffer.PutAddress(peer.Address);
            buffer.PutAsn(peer.Asn, peer.AsnWidth, "the peer index table");
        }
    }

    public void PutRib(RecordBuffer buffer, uint sequence, in Prefix prefix, IReadOnlyList<RibEntry> entries, in RibForm form)
    {
        if (entries.Count > ushort.MaxValue)
        {
            throw new UnwritableRecordException(
                $"the RIB record of {prefix} has {entries.Count} entries; allowed are up to 65535: write several records");
        }

        buffer.PutUInt32(sequence);
        if (form.Generic)
        {
            PutGenericNlri(buffer, prefix, entries, form);
        }
        else
        {
            NlriEncoder.PutPrefix(buffer, prefix, prefix.Family, "RIB prefix");
        }

        buffer.PutUInt16((ushort)entries.Count);

        // ASNs take 4 bytes whatever the session spoke: RFC 6396 section 4.3.4.
        var attributeForm = new AttributeForm(AsnWidth.FourBytes, AddPath: form.AddPath, NextHopOnly: !form.FullMpReach);
        var pathIdInEntry = form is { AddPath: true, Generic: false };
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.PathId != 0 && !form.AddPath)
            {
                throw new UnwritableRecordException(
                    $"the RIB entry of {prefix} has path identifier {entry.PathId}; only add-path subtypes have room for it");
            }

            buffer.PutUInt16(entry.PeerIndex);
            buffer.PutUInt32(entry.OriginatedAt);
            if (pathIdInEntry)
            {
                buffer.PutUInt32(entry.PathId);
            }

            var attributesAt = buffer.OpenLength16();
            attributes.Put(buffer, entry.Attributes, attributeForm);
            buffer.CloseLength16(attributesAt, "the list of attributes");
        }
    }

    /// <summary>
    /// AFI, SAFI and the prefix (RFC 6396 section 4.3.3). With add-path the identifier stands before the prefix and holds for
    /// every entry, because RFC 8050 section 4.2 leaves the entries as they were. GoBGP and OpenBGPD put it into the entries instead.
    /// </summary>
    private static void PutGenericNlri(RecordBuffer buffer, in Prefix prefix, IReadOnlyList<RibEntry> entries, in RibForm form)
    {
        AttributeEncoder.PutFamily(buffer, prefix.Family, (byte)(form.Multicast ? 2 : 1));
        if (form.AddPath)
        {
            var pathId = entries.Count == 0 ? 0 : entries[0].PathId;
            for (var i = 1; i < entries.Count; i++)
            {
                if (entries[i].PathId != pathId)
                {
                    throw new UnwritableRecordException(
                        $"the RIB_GENERIC_ADDPATH record of {prefix} has entries with path identifiers {pathId} and {entries[i].PathId}; "
                        + "allowed is one in a record (RFC 8050 section 4.2): write a record for each");
                }
            }

            buffer.PutUInt32(pathId);
        }

        NlriEncoder.PutPrefix(buffer, prefix, prefix.Family, "RIB prefix");
    }
}
