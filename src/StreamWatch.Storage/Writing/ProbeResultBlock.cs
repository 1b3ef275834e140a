using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>A block of probe results of one source; about 100 bytes a row in memory.</summary>
public sealed class ProbeResultBlock : NativeBlock
{
    private readonly TextColumn _vantage;
    private readonly TextColumn _target;
    private readonly NumberColumn<byte> _kind;
    private readonly NumberColumn<byte> _protocol;
    private readonly AddressColumn _address;
    private readonly NumberColumn<long> _startedAt;
    private readonly NullableColumn<float> _rtt;
    private readonly NumberColumn<byte> _outcome;
    private readonly NumberColumn<byte> _class;
    private readonly TextColumn _detail;
    private readonly NumberColumn<byte> _setAside;
    private readonly SourceColumns _source;

    public ProbeResultBlock()
        : base(StoredTable.ProbeResults)
    {
        _vantage = Add(new TextColumn("vantage"));
        _target = Add(new TextColumn("target"));
        _kind = Add(new NumberColumn<byte>("kind", "Enum8('web' = 1, 'mail' = 2, 'dns' = 3, 'router' = 4, 'host' = 5)"));
        _protocol = Add(new NumberColumn<byte>("protocol", "UInt8"));
        _address = Add(new AddressColumn("address"));
        _startedAt = Add(new NumberColumn<long>("started_at", "DateTime64(9, 'UTC')"));
        _rtt = Add(new NullableColumn<float>("rtt_ms", "Float32"));
        _outcome = Add(new NumberColumn<byte>("outcome", "UInt8"));
        _class = Add(new NumberColumn<byte>("class", "UInt8"));
        _detail = Add(new TextColumn("detail"));
        _setAside = Add(new NumberColumn<byte>("set_aside", "UInt8"));
        _source = new SourceColumns(Add(new NumberColumn<uint>("source_id", "UInt32")), Add(new NumberColumn<uint>("block", "UInt32")));
    }

    /// <summary>Appends one result; nothing is allocated once the block has grown to its size.</summary>
    public void Append(in ProbeResultRow row)
    {
        _vantage.Append(row.Vantage);
        _target.Append(row.Target);
        _kind.Append((byte)row.Kind);
        _protocol.Append((byte)row.Protocol);
        _address.Append(row.Address);
        _startedAt.Append(row.StartedAtNanos);
        _rtt.Append(row.RttMilliseconds);
        _outcome.Append((byte)row.Outcome);
        _class.Append((byte)row.Class);
        _detail.Append(row.Detail ?? "");
        _setAside.Append(row.SetAside ? (byte)1 : (byte)0);
        Rows++;
    }

    internal override void Stamp(uint source, uint block) => _source.Stamp(Rows, source, block);
}
