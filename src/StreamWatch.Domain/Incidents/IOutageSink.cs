using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Incidents;

/// <summary>Keeps everything that the detection finds, in the order of event time.</summary>
public interface IOutageSink
{
    /// <summary>Bins of an ASN that are alike, once no more can join them.</summary>
    void Bins(in AsnBin bins);

    /// <summary>A target in a bin.</summary>
    void TargetBin(in TargetBinRecord record);

    /// <summary>An outage was opened, changed or closed; the revision with the greatest number is the last word.</summary>
    void Outage(OutageRevision revision);
}
