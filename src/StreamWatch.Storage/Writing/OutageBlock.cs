using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>A block of outage revisions of one run.</summary>
public sealed class OutageBlock : NativeBlock
{
    private readonly TextColumn _id;
    private readonly NumberColumn<uint> _revision;
    private readonly TextColumn _incidentId;
    private readonly NullableTextColumn _parentId;
    private readonly NumberColumn<byte> _entityType;
    private readonly TextColumn _entity;
    private readonly NumberColumn<byte> _basis;
    private readonly NumberColumn<byte> _family;
    private readonly NumberColumn<byte> _severity;
    private readonly NumberColumn<byte> _state;
    private readonly NumberColumn<long> _onsetAt;
    private readonly NumberColumn<long> _detectedAt;
    private readonly NullableColumn<long> _recoveredAt;
    private readonly NumberColumn<float> _minVisibility;
    private readonly NumberColumn<float> _baseline;
    private readonly NumberColumn<uint> _space;
    private readonly NumberColumn<ushort> _viewsUsable;
    private readonly NumberColumn<uint> _units;
    private readonly NullableColumn<double> _chance;
    private readonly TextListColumn _recoveryOrder;
    private readonly ScoredTextListColumn _similarTo;
    private readonly NumberColumn<uint> _binSeconds;
    private readonly NumberColumn<long> _evidenceStart;
    private readonly NumberColumn<long> _evidenceEnd;
    private readonly TextListColumn _lostPrefixes;
    private readonly NumberColumn<uint> _ruleset;
    private readonly TextColumn _runId;
    private readonly SourceColumns _source;

    public OutageBlock()
        : base(StoredTable.Outages)
    {
        const string Milliseconds = "DateTime64(3, 'UTC')";
        _id = Add(new TextColumn("id"));
        _revision = Add(new NumberColumn<uint>("revision", "UInt32"));
        _incidentId = Add(new TextColumn("incident_id"));
        _parentId = Add(new NullableTextColumn("parent_id"));
        _entityType = Add(new NumberColumn<byte>("entity_type", "Enum8('target' = 1, 'asn' = 2, 'group' = 3, 'country' = 4)"));
        _entity = Add(new TextColumn("entity"));
        _basis = Add(new NumberColumn<byte>("basis", "Enum8('rib' = 1, 'learned' = 2, 'probes' = 3)"));
        _family = Add(new NumberColumn<byte>("family", "Enum8('any' = 0, 'ipv4' = 4, 'ipv6' = 6)"));
        _severity = Add(new NumberColumn<byte>("severity", "Enum8('partial' = 1, 'critical' = 2)"));
        _state = Add(new NumberColumn<byte>("state", "Enum8('open' = 1, 'recovered' = 2, 'rebaselined' = 3, 'superseded' = 4)"));
        _onsetAt = Add(new NumberColumn<long>("onset_at", Milliseconds));
        _detectedAt = Add(new NumberColumn<long>("detected_at", Milliseconds));
        _recoveredAt = Add(new NullableColumn<long>("recovered_at", Milliseconds));
        _minVisibility = Add(new NumberColumn<float>("min_visibility", "Float32"));
        _baseline = Add(new NumberColumn<float>("baseline", "Float32"));
        _space = Add(new NumberColumn<uint>("space_blocks", "UInt32"));
        _viewsUsable = Add(new NumberColumn<ushort>("views_usable", "UInt16"));
        _units = Add(new NumberColumn<uint>("units", "UInt32"));
        _chance = Add(new NullableColumn<double>("chance", "Float64"));
        _recoveryOrder = Add(new TextListColumn("recovery_order"));
        _similarTo = Add(new ScoredTextListColumn("similar_to"));
        _binSeconds = Add(new NumberColumn<uint>("bin_seconds", "UInt32"));
        _evidenceStart = Add(new NumberColumn<long>("evidence_start", Milliseconds));
        _evidenceEnd = Add(new NumberColumn<long>("evidence_end", Milliseconds));
        _lostPrefixes = Add(new TextListColumn("lost_prefixes"));
        _ruleset = Add(new NumberColumn<uint>("ruleset", "UInt32"));
        _runId = Add(new TextColumn("run_id"));
        _source = new SourceColumns(Add(new NumberColumn<uint>("source_id", "UInt32")), Add(new NumberColumn<uint>("block", "UInt32")));
    }

    public void Append(OutageRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _id.Append(row.Id);
        _revision.Append(row.Revision);
        _incidentId.Append(row.IncidentId);
        _parentId.Append(row.ParentId);
        _entityType.Append(row.EntityType);
        _entity.Append(row.Entity);
        _basis.Append((byte)row.Basis);
        _family.Append(row.Family);
        _severity.Append(row.Severity);
        _state.Append(row.State);
        _onsetAt.Append(row.OnsetAtMilliseconds);
        _detectedAt.Append(row.DetectedAtMilliseconds);
        _recoveredAt.Append(row.RecoveredAtMilliseconds);
        _minVisibility.Append(row.MinVisibility);
        _baseline.Append(row.Baseline);
        _space.Append(row.SpaceBlocks);
        _viewsUsable.Append(row.ViewsUsable);
        _units.Append(row.Units);
        _chance.Append(row.Chance);
        _recoveryOrder.Append(row.RecoveryOrder);
        _similarTo.Append(row.SimilarTo);
        _binSeconds.Append(row.BinSeconds);
        _evidenceStart.Append(row.EvidenceStartMilliseconds);
        _evidenceEnd.Append(row.EvidenceEndMilliseconds);
        _lostPrefixes.Append(row.LostPrefixes);
        _ruleset.Append(row.Ruleset);
        _runId.Append(row.RunId);
        Rows++;
    }

    internal override void Stamp(uint source, uint block) => _source.Stamp(Rows, source, block);
}
