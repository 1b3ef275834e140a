using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.App.Incidents;

/// <summary>Keeps the last revision of every outage that is found, and nothing else.</summary>
internal sealed class LastRevisions : IOutageSink
{
    private readonly Dictionary<string, OutageRevision> _last = [];

    /// <summary>The last revisions, in no order.</summary>
    public IReadOnlyCollection<OutageRevision> Outages => _last.Values;

    public void Bins(in AsnBin bins)
    {
        // Evidence, and no outage.
    }

    public void TargetBin(in TargetBinRecord record)
    {
        // Evidence, and no outage.
    }

    public void Outage(OutageRevision revision) => _last[revision.Id] = revision;
}
