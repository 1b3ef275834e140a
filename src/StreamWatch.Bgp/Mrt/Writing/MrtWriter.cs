using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using StreamWatch.Bgp.Mrt.Writing.Encoding;
using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt.Writing;

/// <summary>
/// Writes MRT records (RFC 6396, RFC 8050), one per call, to a buffer writer. A record reaches the output whole or not at all:
/// what cannot be written throws <see cref="UnwritableRecordException"/> before anything is put out. Not safe for several threads.
/// </summary>
/// <param name="output">Where the records go, in the order of the calls.</param>
public sealed class MrtWriter(IBufferWriter<byte> output)
{
    private readonly RecordBuffer _body = new();
    private readonly AttributeEncoder _attributes = new();
    private MessageEncoder? _messages;
    private RibEncoder? _ribs;

    /// <summary>Bytes of all records written so far.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Records written so far.</summary>
    public long RecordsWritten { get; private set; }

    private MessageEncoder Messages => _messages ??= new MessageEncoder(_attributes);

    private RibEncoder Ribs => _ribs ??= new RibEncoder(_attributes);

    /// <summary>Writes a BGP message as BGP4MP, or BGP4MP_ET where the time has microseconds (RFC 6396 sections 3 and 4.4.2 to 4.4.3).</summary>
    public void WriteMessage(MrtTime time, Bgp4MpSession session, MessageForm form, BgpMessage message)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(message);
        _body.Clear();
        PutSession(session, form.Asns);
        Messages.PutWithHeader(_body, message, form);
        FlushBgp4Mp(time, form.Subtype);
    }

    /// <summary>Writes STATE_CHANGE or STATE_CHANGE_AS4 (RFC 6396 sections 4.4.1 and 4.4.4).</summary>
    public void WriteStateChange(MrtTime time, Bgp4MpSession session, AsnWidth asns, PeerState from, PeerState to)
    {
        ArgumentNullException.ThrowIfNull(session);
        _body.Clear();
        PutSession(session, asns);
        _body.PutUInt16((ushort)from);
        _body.PutUInt16((ushort)to);
        FlushBgp4Mp(time, asns == AsnWidth.FourBytes ? MrtSubtype.StateChangeAs4 : MrtSubtype.StateChange);
    }

    /// <summary>Writes a TABLE_DUMP record (RFC 6396 section 4.2).</summary>
    public void WriteTableDump(uint seconds, TableDumpEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var isIPv6 = entry.Prefix.Family == AddressFamily.IPv6;
        if (isIPv6 != (entry.PeerAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6))
        {
            throw new UnwritableRecordException(
                $"the TABLE_DUMP entry of {entry.Prefix} has peer {entry.PeerAddress}; the two have to be of one family");
        }

        _body.Clear();
        _body.PutUInt16(entry.View);
        _body.PutUInt16(entry.Sequence);
        NlriEncoder.PutWholeAddress(_body, entry.Prefix);
        _body.PutByte(entry.Prefix.Length);

        // Status: unused, RFC 6396 section 4.2 wants 1.
        _body.PutByte(1);
        _body.PutUInt32(entry.OriginatedAt);
        _body.PutAddress(entry.PeerAddress);
        _body.PutUInt16(entry.PeerAsn);
        var attributesAt = _body.OpenLength16();
        _attributes.Put(_body, entry.Attributes, new AttributeForm(AsnWidth.TwoBytes, AddPath: false));
        _body.CloseLength16(attributesAt, "the list of attributes");
        Flush(seconds, MrtType.TableDump, AttributeEncoder.Afi(entry.Prefix.Family), null);
    }

    /// <summary>Writes the PEER_INDEX_TABLE that the RIB records after it refer to (RFC 6396 section 4.3.1).</summary>
    public void WritePeerIndexTable(uint seconds, PeerIndex table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _body.Clear();
        RibEncoder.PutPeerIndexTable(_body, table);
        Flush(seconds, MrtType.TableDumpV2, MrtSubtype.PeerIndexTable, null);
    }

    /// <summary>Writes the routes of all peers to one prefix (RFC 6396 sections 4.3.2 to 4.3.4, RFC 8050 section 4).</summary>
    /// <param name="seconds">Time of the dump.</param>
    /// <param name="sequence">Grows by one per RIB record of a file, from 0.</param>
    /// <param name="prefix">The prefix; its family decides the subtype.</param>
    /// <param name="entries">Up to 65535 routes.</param>
    /// <param name="form">The subtype.</param>
    public void WriteRib(uint seconds, uint sequence, Prefix prefix, IReadOnlyList<RibEntry> entries, RibForm form = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _body.Clear();
        Ribs.PutRib(_body, sequence, prefix, entries, form);
        Flush(seconds, MrtType.TableDumpV2, form.SubtypeFor(prefix.Family), null);
    }

    /// <summary>Writes a message in the deprecated type BGP(5), without its header (RFC 6396 appendix B.2).</summary>
    public void WriteLegacyMessage(uint seconds, LegacySession session, BgpMessage message)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(message);
        _body.Clear();
        PutLegacyPeer(session.PeerAsn, session.PeerAddress);
        PutLegacyPeer(session.LocalAsn, session.LocalAddress);
        Messages.PutContent(_body, message, new MessageForm(AsnWidth.TwoBytes));
        ushort subtype = message switch
        {
            UpdateMessage => MrtSubtype.BgpUpdate,
            OpenMessage => 5,
            NotificationMessage => 6,
            _ => MrtSubtype.BgpKeepalive,
        };
        Flush(seconds, MrtType.Bgp, subtype, null);
    }

    /// <summary>Writes a state change in the deprecated type BGP(5) (RFC 6396 appendix B.2.3).</summary>
    public void WriteLegacyStateChange(uint seconds, LegacySession session, PeerState from, PeerState to)
    {
        ArgumentNullException.ThrowIfNull(session);
        _body.Clear();
        PutLegacyPeer(session.PeerAsn, session.PeerAddress);
        _body.PutUInt16((ushort)from);
        _body.PutUInt16((ushort)to);
        Flush(seconds, MrtType.Bgp, MrtSubtype.BgpStateChange, null);
    }

    /// <summary>Writes a record of any type with a body given as bytes: for types that have no method of their own.</summary>
    public void WriteRecord(uint seconds, MrtType type, ushort subtype, ReadOnlySpan<byte> body)
    {
        _body.Clear();
        _body.PutBytes(body);
        Flush(seconds, type, subtype, null);
    }

    private void PutLegacyPeer(ushort asn, IPAddress address)
    {
        _body.PutUInt16(asn);
        _body.PutIPv4(address, "address in a record of type BGP");
    }

    private void PutSession(Bgp4MpSession session, AsnWidth asns)
    {
        if (session.PeerAddress.AddressFamily != session.LocalAddress.AddressFamily)
        {
            throw new UnwritableRecordException(
                $"peer {session.PeerAddress} and collector {session.LocalAddress} are of two families; a BGP4MP record has one AFI for both");
        }

        _body.PutAsn(session.PeerAsn, asns, "the peer ASN");
        _body.PutAsn(session.LocalAsn, asns, "the local ASN");
        _body.PutUInt16(session.InterfaceIndex);
        _body.PutUInt16((ushort)(session.PeerAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 2 : 1));
        _body.PutAddress(session.PeerAddress);
        _body.PutAddress(session.LocalAddress);
    }

    private void FlushBgp4Mp(MrtTime time, ushort subtype)
    {
        if (time.Microseconds is > 999_999)
        {
            throw new UnwritableRecordException($"the time has {time.Microseconds} microseconds; allowed are 0 to 999999");
        }

        Flush(time.Seconds, time.Microseconds is null ? MrtType.Bgp4Mp : MrtType.Bgp4MpEt, subtype, time.Microseconds);
    }

    private void Flush(uint seconds, MrtType type, ushort subtype, uint? microseconds)
    {
        var body = _body.Written;
        if (body.Length > MrtHeader.MaxRecordLength)
        {
            throw new UnwritableRecordException(
                $"the record takes {body.Length} bytes; allowed are up to {MrtHeader.MaxRecordLength}, which readers accept: write several");
        }

        var headerLength = microseconds is null ? 12 : 16;
        var span = output.GetSpan(headerLength + body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(span, seconds);
        BinaryPrimitives.WriteUInt16BigEndian(span[4..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(span[6..], subtype);
        BinaryPrimitives.WriteUInt32BigEndian(span[8..], (uint)(body.Length + headerLength - 12));
        if (microseconds is { } fraction)
        {
            BinaryPrimitives.WriteUInt32BigEndian(span[12..], fraction);
        }

        body.CopyTo(span[headerLength..]);
        output.Advance(headerLength + body.Length);
        BytesWritten += headerLength + body.Length;
        RecordsWritten++;
    }
}
