using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Detection;

/// <summary>Takes what the detection finds, in the order of event time.</summary>
public interface IDetectionSink
{
    /// <summary>Bins of an ASN that are alike, once no more can join them.</summary>
    void Bins(in AsnBin bins);

    /// <summary>An outage was opened, changed or closed.</summary>
    void Outage(OutageRevision revision);
}
