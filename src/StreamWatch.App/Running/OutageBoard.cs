using StreamWatch.Domain.Outages;

namespace StreamWatch.App.Running;

/// <summary>The outages that are open now, and what changed lately. Not thread-safe: the engine's lock holds for it.</summary>
internal sealed class OutageBoard
{
    private const int ChangesKept = 8;

    private readonly Dictionary<string, OutageRevision> _open = [];
    private readonly LinkedList<OutageRevision> _changes = [];

    /// <summary>Those that are open, by onset, the widest first.</summary>
    public IReadOnlyList<OutageRevision> Open =>
        [.. _open.Values.OrderBy(outage => outage.OnsetAt).ThenByDescending(outage => outage.EntityType).ThenBy(outage => outage.Id, StringComparer.Ordinal)];

    /// <summary>The newest changes, newest first.</summary>
    public IReadOnlyList<OutageRevision> Changes => [.. _changes];

    /// <summary>Takes up what was open before.</summary>
    public void Know(IEnumerable<OutageRevision> told)
    {
        foreach (var outage in told.Where(outage => outage.State == OutageState.Open))
        {
            _open[outage.Id] = outage;
        }
    }

    public void Take(OutageRevision revision)
    {
        var wasOpen = _open.ContainsKey(revision.Id);
        if (revision.State == OutageState.Open)
        {
            _open[revision.Id] = revision;
        }
        else
        {
            _open.Remove(revision.Id);
        }

        if (wasOpen != (revision.State == OutageState.Open))
        {
            _changes.AddFirst(revision);
            while (_changes.Count > ChangesKept)
            {
                _changes.RemoveLast();
            }
        }
    }
}
