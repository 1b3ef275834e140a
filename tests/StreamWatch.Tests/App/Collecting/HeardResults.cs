using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;
using StreamWatch.Schemas.Results;

namespace StreamWatch.Tests.App.Collecting;

/// <summary>Everything that a detection finds, a line each, in the order in which it was found.</summary>
sealed class HeardResults : IOutageSink
{
    public List<string> Lines { get; } = [];

    public int Outages { get; private set; }

    public void Bins(in AsnBin bins) => Lines.Add(bins.ToString());

    public void TargetBin(in TargetBinRecord record) => Lines.Add(record.ToString());

    public void Outage(OutageRevision revision)
    {
        Outages++;
        Lines.Add(ResultCodec.Of(revision).ToString());
    }
}
