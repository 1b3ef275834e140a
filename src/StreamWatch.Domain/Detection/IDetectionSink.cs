using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Detection;

/// <summary>Takes what the detection finds, in the order of event time.</summary>
public interface IDetectionSink
{
    /// <summary>Bins of an ASN that are alike, once no more can join them.</summary>
    void Bins(in AsnBin bins);

    /// <summary>How much of a watched ASN was seen in the middle of a bin.</summary>
    void Sample(in RouteSample sample);

    /// <summary>An outage was opened, changed or closed.</summary>
    void Outage(OutageRevision revision);

    /// <summary>A bin was closed, and all that it brought was given.</summary>
    /// <param name="endAt">End of the bin, UTC.</param>
    void BinClosed(DateTime endAt);
}
