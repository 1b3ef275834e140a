using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;

namespace StreamWatch.App.Running;

/// <summary>What the detection gave since the last time; whole bins.</summary>
/// <param name="Outages">Revisions of outages, in order.</param>
/// <param name="Bins">Targets by bin, in order of the bins.</param>
internal sealed record LiveBatch(IReadOnlyList<OutageRevision> Outages, IReadOnlyList<TargetBinRecord> Bins)
{
    public int Rows => Outages.Count + Bins.Count;
}
