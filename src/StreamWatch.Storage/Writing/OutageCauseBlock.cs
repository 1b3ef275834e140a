using StreamWatch.Domain.Outages;
using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>A block of causes of outages of one run. Every revision of an outage brings all of its causes.</summary>
public sealed class OutageCauseBlock : NativeBlock
{
    private readonly TextColumn _id;
    private readonly NumberColumn<uint> _revision;
    private readonly NumberColumn<byte> _cause;
    private readonly NumberColumn<float> _probability;
    private readonly TextListColumn _evidence;
    private readonly NumberColumn<byte> _rank;
    private readonly SourceColumns _source;

    public OutageCauseBlock()
        : base(StoredTable.OutageCauses)
    {
        _id = Add(new TextColumn("id"));
        _revision = Add(new NumberColumn<uint>("revision", "UInt32"));
        _cause = Add(new NumberColumn<byte>("cause", "UInt8"));
        _probability = Add(new NumberColumn<float>("probability", "Float32"));
        _evidence = Add(new TextListColumn("evidence"));
        _rank = Add(new NumberColumn<byte>("rank", "UInt8"));
        _source = new SourceColumns(Add(new NumberColumn<uint>("source_id", "UInt32")), Add(new NumberColumn<uint>("block", "UInt32")));
    }

    /// <summary>Appends all causes of a revision.</summary>
    public void Append(OutageRevision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        byte rank = 0;
        foreach (var (cause, probability, evidence) in revision.Analysis.Causes)
        {
            Append(new OutageCauseRow(revision.Id, revision.Revision, cause, (float)probability, evidence, ++rank));
        }
    }

    public void Append(in OutageCauseRow row)
    {
        _id.Append(row.Id);
        _revision.Append(row.Revision);
        _cause.Append((byte)row.Cause);
        _probability.Append(row.Probability);
        _evidence.Append(row.Evidence);
        _rank.Append(row.Rank);
        Rows++;
    }

    internal override void Stamp(uint source, uint block) => _source.Stamp(Rows, source, block);
}
