using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.App.Running;

/// <summary>Keeps what the detection gives until it is stored. Bins that are stored already are left out. Not thread-safe: the engine's lock holds for it.</summary>
/// <param name="firstBin">First bin that is not stored yet.</param>
/// <param name="tell">Called with every revision as it is decided.</param>
internal sealed class LiveResults(long firstBin, Action<OutageRevision> tell) : IOutageSink
{
    private List<OutageRevision> _outages = [];
    private List<TargetBinRecord> _bins = [];

    /// <summary>Rows that wait.</summary>
    public int Waiting => _outages.Count + _bins.Count;

    public void Bins(in AsnBin bins)
    {
        // There are no routes in a live watch.
    }

    public void TargetBin(in TargetBinRecord record)
    {
        if (record.Bin >= firstBin)
        {
            _bins.Add(record);
        }
    }

    public void Outage(OutageRevision revision)
    {
        _outages.Add(revision);
        tell(revision);
    }

    /// <summary>Hands over what waits.</summary>
    public LiveBatch Take()
    {
        var batch = new LiveBatch(_outages, _bins);
        (_outages, _bins) = ([], []);
        return batch;
    }
}
