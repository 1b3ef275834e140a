using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>A block of marks of one source.</summary>
public sealed class SourceMarkBlock : NativeBlock
{
    private readonly NumberColumn<long> _markedAt;
    private readonly NumberColumn<byte> _mark;
    private readonly TextColumn _collector;
    private readonly NumberColumn<uint> _peerAsn;
    private readonly AddressColumn _peerAddress;
    private readonly NumberColumn<uint> _turn;
    private readonly SourceColumns _source;

    public SourceMarkBlock()
        : base(StoredTable.SourceMarks)
    {
        _markedAt = Add(new NumberColumn<long>("marked_at", "DateTime64(6, 'UTC')"));
        _mark = Add(new NumberColumn<byte>("mark", "Enum8('end' = 1, 'table_end' = 2, 'end_of_rib' = 3)"));
        _collector = Add(new TextColumn("collector"));
        _peerAsn = Add(new NumberColumn<uint>("peer_asn", "UInt32"));
        _peerAddress = Add(new AddressColumn("peer_address"));
        _turn = Add(new NumberColumn<uint>("turn", "UInt32"));
        _source = new SourceColumns(Add(new NumberColumn<uint>("source_id", "UInt32")), Add(new NumberColumn<uint>("block", "UInt32")));
    }

    public void Append(in SourceMarkRow row)
    {
        _markedAt.Append(row.MarkedAtMicroseconds);
        _mark.Append((byte)row.Mark);
        _collector.Append(row.Collector);
        _peerAsn.Append(row.PeerAsn);
        _peerAddress.Append(row.PeerAddress);
        _turn.Append(row.Turn);
        Rows++;
    }

    internal override void Stamp(uint source, uint block) => _source.Stamp(Rows, source, block);
}
