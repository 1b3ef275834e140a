using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>A block of session state changes of one source.</summary>
public sealed class PeerStateBlock : NativeBlock
{
    private readonly NumberColumn<long> _receivedAt;
    private readonly TextColumn _collector;
    private readonly NumberColumn<uint> _peerAsn;
    private readonly AddressColumn _peerAddress;
    private readonly NumberColumn<byte> _oldState;
    private readonly NumberColumn<byte> _newState;
    private readonly NumberColumn<byte> _setAside;
    private readonly NumberColumn<uint> _turn;
    private readonly SourceColumns _source;

    public PeerStateBlock()
        : base(StoredTable.PeerStates)
    {
        _receivedAt = Add(new NumberColumn<long>("received_at", "DateTime64(6, 'UTC')"));
        _collector = Add(new TextColumn("collector"));
        _peerAsn = Add(new NumberColumn<uint>("peer_asn", "UInt32"));
        _peerAddress = Add(new AddressColumn("peer_address"));
        _oldState = Add(new NumberColumn<byte>("old_state", "UInt8"));
        _newState = Add(new NumberColumn<byte>("new_state", "UInt8"));
        _setAside = Add(new NumberColumn<byte>("set_aside", "UInt8"));
        _turn = Add(new NumberColumn<uint>("turn", "UInt32"));
        _source = new SourceColumns(Add(new NumberColumn<uint>("source_id", "UInt32")), Add(new NumberColumn<uint>("block", "UInt32")));
    }

    /// <summary>Name of the route collector for the rows that follow.</summary>
    public string Collector { get; set; } = "";

    public void Append(in PeerStateRow row)
    {
        _receivedAt.Append(row.ReceivedAtMicroseconds);
        _collector.Append(Collector);
        _peerAsn.Append(row.PeerAsn);
        _peerAddress.Append(row.PeerAddress);
        _oldState.Append((byte)row.OldState);
        _newState.Append((byte)row.NewState);
        _setAside.Append(row.SetAside ? (byte)1 : (byte)0);
        _turn.Append(row.Turn);
        Rows++;
    }

    internal override void Stamp(uint source, uint block) => _source.Stamp(Rows, source, block);
}
