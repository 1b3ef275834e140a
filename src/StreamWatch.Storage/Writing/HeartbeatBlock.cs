using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>A block of heartbeats of one source.</summary>
public sealed class HeartbeatBlock : NativeBlock
{
    private readonly TextColumn _vantage;
    private readonly NumberColumn<long> _at;
    private readonly NumberColumn<byte> _setAside;
    private readonly SourceColumns _source;

    public HeartbeatBlock()
        : base(StoredTable.Heartbeats)
    {
        _vantage = Add(new TextColumn("vantage"));
        _at = Add(new NumberColumn<long>("heartbeat_at", "DateTime64(9, 'UTC')"));
        _setAside = Add(new NumberColumn<byte>("set_aside", "UInt8"));
        _source = new SourceColumns(Add(new NumberColumn<uint>("source_id", "UInt32")), Add(new NumberColumn<uint>("block", "UInt32")));
    }

    public void Append(in HeartbeatRow row)
    {
        _vantage.Append(row.Vantage);
        _at.Append(row.AtNanos);
        _setAside.Append(row.SetAside ? (byte)1 : (byte)0);
        Rows++;
    }

    internal override void Stamp(uint source, uint block) => _source.Stamp(Rows, source, block);
}
