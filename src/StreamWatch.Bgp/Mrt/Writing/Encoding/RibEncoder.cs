using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt.Writing.Encoding;

/// <summary>Bodies of TABLE_DUMP_V2 records (RFC 6396 section 4.3, RFC 8050 section 4).</summary>
internal sealed class RibEncoder(AttributeEncoder attributes)
{
    public static void PutPeerIndexTable(RecordBuffer buffer, PeerIndex table)
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
            AttributeEncoder.PutFamily(buffer, prefix.Family, (byte)(form.Multicast ? 2 : 1));
        }

        NlriEncoder.PutPrefix(buffer, prefix, prefix.Family, "RIB prefix");
        buffer.PutUInt16((ushort)entries.Count);

        // ASNs take 4 bytes whatever the session spoke: RFC 6396 section 4.3.4.
        var attributeForm = new AttributeForm(AsnWidth.FourBytes, AddPath: form.AddPath, NextHopOnly: !form.FullMpReach);
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
            if (form.AddPath)
            {
                buffer.PutUInt32(entry.PathId);
            }

            var attributesAt = buffer.OpenLength16();
            attributes.Put(buffer, entry.Attributes, attributeForm);
            buffer.CloseLength16(attributesAt, "the list of attributes");
        }
    }
}
