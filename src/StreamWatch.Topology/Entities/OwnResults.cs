using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Topology.Entities;

/// <summary>Lets through what is found of the entities of one partition: controls are judged in all, and given out by one.</summary>
internal sealed class OwnResults(IOutageSink sink, EntityShares shares, int partition) : IOutageSink
{
    public void Bins(in AsnBin bins) => sink.Bins(bins);

    public void TargetBin(in TargetBinRecord record)
    {
        if (shares.OfTarget(record.Target) == partition)
        {
            sink.TargetBin(record);
        }
    }

    public void Outage(OutageRevision revision) => sink.Outage(revision);
}
