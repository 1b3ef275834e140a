using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;

namespace StreamWatch.Domain.Correlation;

/// <summary>Takes what the detection by probes finds, in the order of event time.</summary>
public interface IProbeSink
{
    /// <summary>A target in a bin.</summary>
    void TargetBin(in TargetBinRecord record);

    /// <summary>An outage was opened, changed or closed.</summary>
    void Outage(OutageRevision revision);
}
