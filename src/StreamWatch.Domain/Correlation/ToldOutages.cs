using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;

namespace StreamWatch.Domain.Correlation;

/// <summary>
/// What an earlier process decided of an entity, for one that goes on where it was: what was decided stands. Its outages open and end in the bins in which
/// they did then; nothing else does before the bin from which on new decisions are due.
/// </summary>
public sealed class ToldOutages
{
    private readonly Queue<OutageRevision> _waiting;
    private readonly long _decidesFrom;
    private readonly ProbingOptions _options;

    /// <param name="told">The last revision of each of its outages.</param>
    /// <param name="decidesFrom">First bin that nobody has decided yet.</param>
    /// <param name="options">The numbers that decide.</param>
    public ToldOutages(IEnumerable<OutageRevision> told, long decidesFrom, ProbingOptions options)
    {
        _waiting = new Queue<OutageRevision>(told.OrderBy(outage => outage.OnsetAt));
        _decidesFrom = decidesFrom;
        _options = options;
    }

    /// <summary>Whether this bin may be decided anew; not while an outage is still to come that was found in a later one.</summary>
    public bool MayDecide(long bin) => bin >= _decidesFrom && _waiting.Count == 0;

    /// <summary>The outage that was opened in this bin, or before where that is behind; null where none was.</summary>
    public OutageRevision? OpenedBy(long bin) => _waiting.TryPeek(out var told) && DetectedBin(told) <= bin ? _waiting.Dequeue() : null;

    /// <summary>First bin of an outage.</summary>
    public long OnsetBin(OutageRevision told) => BinOf(told.OnsetAt);

    /// <summary>Bin whose close opened an outage.</summary>
    public long DetectedBin(OutageRevision told) => Math.Max(OnsetBin(told), BinOf(told.DetectedAt - _options.Grace) - 1);

    /// <summary>Bin whose close ended an outage; null where it is open.</summary>
    public long? EndedBin(OutageRevision told) => told.State switch
    {
        OutageState.Open => null,
        OutageState.Recovered => BinOf(told.RecoveredAt!.Value) + _options.CloseBins - 1,
        _ => OnsetBin(told) + (_options.RebaselineAfter.Ticks / _options.TargetBin.Ticks),
    };

    private long BinOf(DateTime at) => Math.DivRem((at - DateTime.UnixEpoch).Ticks, _options.TargetBin.Ticks).Quotient;
}
