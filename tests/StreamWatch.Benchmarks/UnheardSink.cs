using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Benchmarks;

/// <summary>Takes what is found and forgets it.</summary>
sealed class UnheardSink : IOutageSink
{
    public void Bins(in AsnBin bins)
    {
        // Forgotten.
    }

    public void TargetBin(in TargetBinRecord record)
    {
        // Forgotten.
    }

    public void Outage(OutageRevision revision)
    {
        // Forgotten.
    }
}
