using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Replay;

/// <summary>
/// Takes what the detection finds and stores it under the run. The detection is deterministic, so that the n-th row of a
/// run is the same whenever it runs: rows that are stored already are left out by their number.
/// </summary>
internal sealed class ResultWriter(BackgroundWriter writer, StoredSource run, string runId, DetectionOptions options, TimeSpan targetBin) : IOutageSink
{
    private const int RowsInBlock = 65_536;

    private readonly StreamInProgress<AsnBinBlock> _bins = new(run, StoredTable.AsnBins);
    private readonly StreamInProgress<OutageBlock> _outages = new(run, StoredTable.Outages);
    private readonly StreamInProgress<TargetBinBlock> _targets = new(run, StoredTable.TargetBins);
    private readonly StreamInProgress<OutagePhaseBlock> _phases = new(run, StoredTable.OutagePhases);
    private readonly StreamInProgress<OutageCauseBlock> _causes = new(run, StoredTable.OutageCauses);
    private readonly StreamInProgress<OutageTargetBlock> _affected = new(run, StoredTable.OutageTargets);
    private readonly Dictionary<string, OutageRevision> _last = [];
    private long _binRow;
    private long _outageRow;
    private long _targetRow;
    private long _phaseRow;
    private long _causeRow;
    private long _affectedRow;

    /// <summary>The last revision of every outage, by onset and name.</summary>
    public IReadOnlyList<OutageRevision> Outages =>
        [.. _last.Values.OrderBy(outage => outage.OnsetAt).ThenBy(outage => outage.EntityType).ThenBy(outage => outage.Asn).ThenBy(outage => outage.Family).ThenBy(outage => outage.Id, StringComparer.Ordinal)];

    public void Bins(in AsnBin bins)
    {
        if (_bins.Wants(_binRow++))
        {
            var block = _bins.Block ??= writer.Rent<AsnBinBlock>();
            block.RunId = runId;
            block.Append(AsnBinRows.Of(bins, options.AsnBin));
        }

        StoreWhenFull(_bins, RowsInBlock, _binRow);
    }

    public void TargetBin(in TargetBinRecord record)
    {
        if (_targets.Wants(_targetRow++))
        {
            var block = _targets.Block ??= writer.Rent<TargetBinBlock>();
            block.RunId = runId;
            block.Append(TargetBinRow.Of(record, targetBin));
        }

        StoreWhenFull(_targets, RowsInBlock, _targetRow);
    }

    public void Outage(OutageRevision revision)
    {
        _last[revision.Id] = revision;
        if (_outages.Wants(_outageRow++))
        {
            var block = _outages.Block ??= writer.Rent<OutageBlock>();
            block.Append(OutageRows.Of(revision, options.CloseBins, runId));
        }

        StoreWhenFull(_outages, RowsInBlock, _outageRow);
        Analysis(revision);
    }

    /// <summary>Hands over what is left.</summary>
    public void Complete()
    {
        StoreWhenFull(_bins, 1, _binRow);
        StoreWhenFull(_outages, 1, _outageRow);
        StoreWhenFull(_targets, 1, _targetRow);
        StoreWhenFull(_phases, 1, _phaseRow);
        StoreWhenFull(_causes, 1, _causeRow);
        StoreWhenFull(_affected, 1, _affectedRow);
    }

    private void Analysis(OutageRevision revision)
    {
        foreach (var row in OutageRows.Phases(revision))
        {
            if (_phases.Wants(_phaseRow++))
            {
                (_phases.Block ??= writer.Rent<OutagePhaseBlock>()).Append(row);
            }
        }

        foreach (var row in OutageRows.Causes(revision))
        {
            if (_causes.Wants(_causeRow++))
            {
                (_causes.Block ??= writer.Rent<OutageCauseBlock>()).Append(row);
            }
        }

        foreach (var row in OutageRows.Targets(revision))
        {
            if (_affected.Wants(_affectedRow++))
            {
                (_affected.Block ??= writer.Rent<OutageTargetBlock>()).Append(row);
            }
        }

        StoreWhenFull(_phases, RowsInBlock, _phaseRow);
        StoreWhenFull(_causes, RowsInBlock, _causeRow);
        StoreWhenFull(_affected, RowsInBlock, _affectedRow);
    }

    private void StoreWhenFull<TBlock>(StreamInProgress<TBlock> stream, int rows, long end)
        where TBlock : NativeBlock
    {
        if (stream.Block is { } block && block.Rows >= rows)
        {
            writer.EnqueueAsync(run, new OffsetRange(stream.Start, end), block).AsTask().GetAwaiter().GetResult();
            stream.Block = null;
            stream.Start = end;
        }
    }
}
