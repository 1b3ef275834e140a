using StreamWatch.Domain.Outages;
using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>A block of phases of outages of one run. Every revision of an outage brings all of its phases.</summary>
public sealed class OutagePhaseBlock : NativeBlock
{
    private readonly TextColumn _id;
    private readonly NumberColumn<uint> _revision;
    private readonly NumberColumn<byte> _phase;
    private readonly NumberColumn<long> _at;
    private readonly NumberColumn<float> _confidence;
    private readonly TextColumn _evidence;
    private readonly SourceColumns _source;

    public OutagePhaseBlock()
        : base(StoredTable.OutagePhases)
    {
        _id = Add(new TextColumn("id"));
        _revision = Add(new NumberColumn<uint>("revision", "UInt32"));
        _phase = Add(new NumberColumn<byte>("phase", "UInt8"));
        _at = Add(new NumberColumn<long>("at", "DateTime64(3, 'UTC')"));
        _confidence = Add(new NumberColumn<float>("confidence", "Float32"));
        _evidence = Add(new TextColumn("evidence"));
        _source = new SourceColumns(Add(new NumberColumn<uint>("source_id", "UInt32")), Add(new NumberColumn<uint>("block", "UInt32")));
    }

    /// <summary>Appends all phases of a revision.</summary>
    public void Append(OutageRevision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        foreach (var (phase, at, confidence, evidence) in revision.Analysis.Phases)
        {
            var milliseconds = (at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
            Append(new OutagePhaseRow(revision.Id, revision.Revision, phase, milliseconds, (float)confidence, evidence));
        }
    }

    public void Append(in OutagePhaseRow row)
    {
        _id.Append(row.Id);
        _revision.Append(row.Revision);
        _phase.Append((byte)row.Phase);
        _at.Append(row.AtMilliseconds);
        _confidence.Append(row.Confidence);
        _evidence.Append(row.Evidence);
        Rows++;
    }

    internal override void Stamp(uint source, uint block) => _source.Stamp(Rows, source, block);
}
