using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Tests.Engine;

/// <summary>Keeps what a detection gives, as a store does: every revision, and the bins from one on.</summary>
sealed class KeptFindings(long firstBin = long.MinValue) : IOutageSink
{
    public List<OutageRevision> Revisions { get; } = [];

    public List<TargetBinRecord> TargetBins { get; } = [];

    /// <summary>The last revision of every outage, by onset and id.</summary>
    public IReadOnlyList<OutageRevision> Outages =>
        [.. Revisions.GroupBy(revision => revision.Id).Select(group => group.MaxBy(revision => revision.Revision)!).OrderBy(o => o.OnsetAt).ThenBy(o => o.Id, StringComparer.Ordinal)];

    public void Bins(in AsnBin bins)
    {
    }

    public void TargetBin(in TargetBinRecord record)
    {
        if (record.Bin >= firstBin)
        {
            TargetBins.Add(record);
        }
    }

    public void Outage(OutageRevision revision) => Revisions.Add(revision);
}
