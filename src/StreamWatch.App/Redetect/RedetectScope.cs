using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Visibility;
using StreamWatch.Engine;

namespace StreamWatch.App.Redetect;

/// <summary>
/// Which outages a detection from stored data can speak of: those of its time and of what is watched, whose measurements, and those
/// before them, are still stored. The others are left as they are: that they are not found means nothing.
/// </summary>
/// <param name="options">The time, and what is watched.</param>
/// <param name="engine">What decided, with everything it met.</param>
/// <param name="feed">What was read.</param>
/// <param name="routesSince">Before this time nothing can be said by routes, since what came before was deleted; null where nothing was.</param>
/// <param name="probesSince">The same by probes.</param>
/// <param name="isWatchedLive">Whether a live watch stores here: what is still open by probes is its own to follow, under the revisions that it counts.</param>
internal sealed class RedetectScope(
    RedetectOptions options, OutageEngine engine, StoredFeed feed, DateTime? routesSince, DateTime? probesSince, bool isWatchedLive)
{
    private const string Followed = "open, and followed by a live watch";
    private const string Deleted = "what was measured before them is stored no more";
    private const string NotWatched = "not watched now";
    private const string NothingMeasured = "nothing that was measured then is stored";

    /// <summary>Compares what is stored with what is found.</summary>
    /// <param name="stored">Stored outages, and no superseded ones.</param>
    /// <param name="found">All that was found.</param>
    public (IReadOnlyList<OutageDifference> Differences, IReadOnlyList<UnjudgedOutage> Unjudged) Compare(
        IReadOnlyList<OutageRevision> stored, IReadOnlyList<OutageRevision> found)
    {
        var unjudged = stored.Where(outage => options.LooksAt(outage) && IsTooEarly(outage)).Select(outage => new UnjudgedOutage(outage, Deleted)).ToList();
        unjudged.AddRange(stored.Concat(found).Where(outage => options.LooksAt(outage) && IsFollowed(outage)).DistinctBy(outage => outage.Id).Select(outage => new UnjudgedOutage(outage, Followed)));
        stored = [.. stored.Where(outage => !IsTooEarly(outage) && !IsOneOf(outage, unjudged))];
        found = [.. found.Where(outage => !IsTooEarly(outage) && !IsOneOf(outage, unjudged))];
        var differences = OutageComparison.Compare(WithCounterparts(stored, found), WithCounterparts(found, stored));
        var judged = new List<OutageDifference>();
        foreach (var difference in differences)
        {
            if (difference.Change == OutageChange.Gone && Unjudged(difference.Stored!) is { } reason)
            {
                unjudged.Add(new UnjudgedOutage(difference.Stored!, reason));
            }
            else
            {
                judged.Add(difference);
            }
        }

        return (judged, unjudged);
    }

    private static bool IsOneOf(OutageRevision outage, List<UnjudgedOutage> others) =>
        others.Exists(other => other.Outage.Id == outage.Id || OutageComparison.AreOne(other.Outage, outage));

    private static bool IsByProbes(OutageRevision outage) => outage.Basis == Basis.Probes;

    private static (EntityType, string) EntityOf(OutageRevision outage) => (outage.EntityType, outage.Entity);

    private bool IsTooEarly(OutageRevision outage) => outage.OnsetAt < (IsByProbes(outage) ? probesSince : routesSince);

    private bool IsFollowed(OutageRevision outage) => isWatchedLive && IsByProbes(outage) && outage.State == OutageState.Open;

    /// <summary>Those of the time, and those that are one with another side's of the time, though by their own times they are not.</summary>
    private List<OutageRevision> WithCounterparts(IReadOnlyList<OutageRevision> outages, IReadOnlyList<OutageRevision> others)
    {
        var lookedAt = others.Where(other => options.LooksAt(other)).ToLookup(EntityOf);
        return [.. outages.Where(outage => options.LooksAt(outage)
            || lookedAt[EntityOf(outage)].Any(other => other.Id == outage.Id || OutageComparison.AreOne(other, outage)))];
    }

    /// <summary>Why nothing follows from not having found this; null where it does.</summary>
    private string? Unjudged(OutageRevision outage)
    {
        if (!IsWatched(outage))
        {
            return NotWatched;
        }

        return feed.HadAny(IsByProbes(outage), outage.OnsetAt, outage.DetectedAt) ? null : NothingMeasured;
    }

    private bool IsWatched(OutageRevision outage)
    {
        if (!IsByProbes(outage))
        {
            return options.Detection.AllAsns || (outage.Asn is { } asn && options.Detection.WatchedAsns.Contains(asn));
        }

        var detector = engine.Probing.Detector;
        return outage.EntityType == EntityType.Target
            ? detector.Targets.Any(target => target.Target.Name == outage.Entity)
            : detector.Entities.Any(track => track.Entity.Type == outage.EntityType && track.Entity.Name == outage.Entity);
    }
}
