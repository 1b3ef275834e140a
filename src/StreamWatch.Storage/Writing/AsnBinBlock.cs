using System.Text;
using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>A block of ASN visibility of one run.</summary>
public sealed class AsnBinBlock : NativeBlock
{
    private const uint HourSeconds = 3600;
    private readonly NumberColumn<uint> _binStart;
    private readonly NumberColumn<uint> _binSeconds;
    private readonly NumberColumn<ushort> _bins;
    private readonly NumberColumn<uint> _asn;
    private readonly NumberColumn<byte> _family;
    private readonly NumberColumn<byte> _basis;
    private readonly NumberColumn<byte> _state;
    private readonly NumberColumn<float> _visibility;
    private readonly NullableColumn<float> _baseline;
    private readonly NumberColumn<uint> _space;
    private readonly NumberColumn<uint> _seen25;
    private readonly NumberColumn<uint> _seen50;
    private readonly NumberColumn<uint> _seen75;
    private readonly NumberColumn<uint> _seen100;
    private readonly NumberColumn<float> _originChanged;
    private readonly NumberColumn<ushort> _viewsUsable;
    private readonly NumberColumn<ushort> _viewsKnown;
    private readonly TextColumn _runId;
    private readonly SourceColumns _source;
    private byte[] _run = [];

    public AsnBinBlock()
        : base(StoredTable.AsnBins)
    {
        _binStart = Add(new NumberColumn<uint>("bin_start", "DateTime('UTC')"));
        _binSeconds = Add(new NumberColumn<uint>("bin_seconds", "UInt32"));
        _bins = Add(new NumberColumn<ushort>("bins", "UInt16"));
        _asn = Add(new NumberColumn<uint>("asn", "UInt32"));
        _family = Add(new NumberColumn<byte>("family", "Enum8('ipv4' = 4, 'ipv6' = 6)"));
        _basis = Add(new NumberColumn<byte>("basis", "Enum8('rib' = 1, 'learned' = 2)"));
        _state = Add(new NumberColumn<byte>("state", "Enum8('unknown' = 1, 'warm_up' = 2, 'normal' = 3, 'warning' = 4, 'partial' = 5, 'critical' = 6)"));
        _visibility = Add(new NumberColumn<float>("visibility", "Float32"));
        _baseline = Add(new NullableColumn<float>("baseline", "Float32"));
        _space = Add(new NumberColumn<uint>("space_blocks", "UInt32"));
        _seen25 = Add(new NumberColumn<uint>("seen25", "UInt32"));
        _seen50 = Add(new NumberColumn<uint>("seen50", "UInt32"));
        _seen75 = Add(new NumberColumn<uint>("seen75", "UInt32"));
        _seen100 = Add(new NumberColumn<uint>("seen100", "UInt32"));
        _originChanged = Add(new NumberColumn<float>("origin_changed", "Float32"));
        _viewsUsable = Add(new NumberColumn<ushort>("views_usable", "UInt16"));
        _viewsKnown = Add(new NumberColumn<ushort>("views_known", "UInt16"));
        _runId = Add(new TextColumn("run_id"));
        _source = new SourceColumns(Add(new NumberColumn<uint>("source_id", "UInt32")), Add(new NumberColumn<uint>("block", "UInt32")));
    }

    /// <summary>The run that computed the rows that follow.</summary>
    public string RunId
    {
        get => Encoding.UTF8.GetString(_run);
        set => _run = Encoding.UTF8.GetBytes(value);
    }

    /// <exception cref="ArgumentOutOfRangeException">The row stands for no bin, or crosses a UTC hour.</exception>
    public void Append(in AsnBinRow row)
    {
        if (row.Bins == 0 || row.BinSeconds == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(row), row.Bins, "a row stands for at least one bin of at least one second");
        }

        if (row.Bins > 1 && row.BinStart / HourSeconds != (row.BinStart + (row.Bins * row.BinSeconds) - 1) / HourSeconds)
        {
            throw new ArgumentOutOfRangeException(
                nameof(row), row.Bins, $"{row.Bins} bins of {row.BinSeconds} s from {row.BinStart} cross a UTC hour; cut the run there");
        }

        _binStart.Append(row.BinStart);
        _binSeconds.Append(row.BinSeconds);
        _bins.Append(row.Bins);
        _asn.Append(row.Asn);
        _family.Append((byte)row.Family);
        _basis.Append((byte)row.Basis);
        _state.Append((byte)row.State);
        _visibility.Append(row.Visibility);
        _baseline.Append(row.Baseline);
        _space.Append(row.SpaceBlocks);
        _seen25.Append(row.Seen25);
        _seen50.Append(row.Seen50);
        _seen75.Append(row.Seen75);
        _seen100.Append(row.Seen100);
        _originChanged.Append(row.OriginChanged);
        _viewsUsable.Append(row.ViewsUsable);
        _viewsKnown.Append(row.ViewsKnown);
        _runId.Append(_run);
        Rows++;
    }

    internal override void Stamp(uint source, uint block) => _source.Stamp(Rows, source, block);
}
