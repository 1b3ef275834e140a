using StreamWatch.Domain.Outages;
using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>A block of targets that failed in outages of one run. Every revision of an outage brings all of its targets.</summary>
public sealed class OutageTargetBlock : NativeBlock
{
    private readonly TextColumn _id;
    private readonly NumberColumn<uint> _revision;
    private readonly TextColumn _target;
    private readonly SourceColumns _source;

    public OutageTargetBlock()
        : base(StoredTable.OutageTargets)
    {
        _id = Add(new TextColumn("id"));
        _revision = Add(new NumberColumn<uint>("revision", "UInt32"));
        _target = Add(new TextColumn("target"));
        _source = new SourceColumns(Add(new NumberColumn<uint>("source_id", "UInt32")), Add(new NumberColumn<uint>("block", "UInt32")));
    }

    /// <summary>Appends all targets of a revision.</summary>
    public void Append(OutageRevision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        foreach (var target in revision.Analysis.Affected)
        {
            Append(new OutageTargetRow(revision.Id, revision.Revision, target));
        }
    }

    public void Append(in OutageTargetRow row)
    {
        _id.Append(row.Id);
        _revision.Append(row.Revision);
        _target.Append(row.Target);
        Rows++;
    }

    internal override void Stamp(uint source, uint block) => _source.Stamp(Rows, source, block);
}
