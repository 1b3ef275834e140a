using System.Text;
using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>A block of targets by bin of one run.</summary>
public sealed class TargetBinBlock : NativeBlock
{
    private readonly NumberColumn<uint> _binStart;
    private readonly NumberColumn<uint> _binSeconds;
    private readonly TextColumn _target;
    private readonly NumberColumn<byte> _verdict;
    private readonly NumberColumn<byte> _maintenance;
    private readonly NumberColumn<uint> _probes;
    private readonly NumberColumn<uint> _service;
    private readonly NumberColumn<uint> _alive;
    private readonly NumberColumn<uint> _silent;
    private readonly NumberColumn<uint> _slow;
    private readonly NumberColumn<uint> _notTheTargets;
    private readonly NumberColumn<uint> _doubtful;
    private readonly NumberColumn<ushort> _voters;
    private readonly NullableColumn<float> _medianRtt;
    private readonly TextColumn _runId;
    private readonly SourceColumns _source;
    private byte[] _run = [];

    public TargetBinBlock()
        : base(StoredTable.TargetBins)
    {
        _binStart = Add(new NumberColumn<uint>("bin_start", "DateTime('UTC')"));
        _binSeconds = Add(new NumberColumn<uint>("bin_seconds", "UInt32"));
        _target = Add(new TextColumn("target"));
        _verdict = Add(new NumberColumn<byte>("verdict", "UInt8"));
        _maintenance = Add(new NumberColumn<byte>("in_maintenance", "UInt8"));
        _probes = Add(new NumberColumn<uint>("probes", "UInt32"));
        _service = Add(new NumberColumn<uint>("service", "UInt32"));
        _alive = Add(new NumberColumn<uint>("alive", "UInt32"));
        _silent = Add(new NumberColumn<uint>("silent", "UInt32"));
        _slow = Add(new NumberColumn<uint>("slow", "UInt32"));
        _notTheTargets = Add(new NumberColumn<uint>("not_the_targets", "UInt32"));
        _doubtful = Add(new NumberColumn<uint>("doubtful", "UInt32"));
        _voters = Add(new NumberColumn<ushort>("voters", "UInt16"));
        _medianRtt = Add(new NullableColumn<float>("median_rtt_ms", "Float32"));
        _runId = Add(new TextColumn("run_id"));
        _source = new SourceColumns(Add(new NumberColumn<uint>("source_id", "UInt32")), Add(new NumberColumn<uint>("block", "UInt32")));
    }

    /// <summary>The run that computed the rows that follow.</summary>
    public string RunId
    {
        get => Encoding.UTF8.GetString(_run);
        set => _run = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>Appends one bin; nothing is allocated once the block has grown to its size.</summary>
    public void Append(in TargetBinRow row)
    {
        var tally = row.Tally;
        _binStart.Append(row.BinStart);
        _binSeconds.Append(row.BinSeconds);
        _target.Append(row.Target);
        _verdict.Append((byte)row.Verdict);
        _maintenance.Append(row.InMaintenance ? (byte)1 : (byte)0);
        _probes.Append((uint)tally.Probes);
        _service.Append((uint)tally.Service);
        _alive.Append((uint)tally.Alive);
        _silent.Append((uint)tally.Silent);
        _slow.Append((uint)tally.Slow);
        _notTheTargets.Append((uint)tally.NotTheTargets);
        _doubtful.Append((uint)tally.Doubtful);
        _voters.Append((ushort)tally.Voters);
        _medianRtt.Append((float?)tally.MedianRtt);
        _runId.Append(_run);
        Rows++;
    }

    internal override void Stamp(uint source, uint block) => _source.Stamp(Rows, source, block);
}
