using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Simulation.Evaluation;

/// <summary>What our own detection found, in the terms of an evaluation.</summary>
public static class FoundOutages
{
    /// <summary>
    /// The last revisions of outages, one for each key and time: an ASN that lost routes of both address families at a time had one outage.
    /// </summary>
    /// <param name="revisions">The last revision of every outage.</param>
    /// <param name="dataEnd">End of the data, UTC: how far what is still open reaches.</param>
    /// <param name="rebaselineAfter">How long an outage stands that is closed as the new normal.</param>
    public static IReadOnlyList<FoundOutage> Of(IEnumerable<OutageRevision> revisions, DateTime dataEnd, TimeSpan rebaselineAfter) =>
        Join(revisions.Select(revision => Of(revision, dataEnd, rebaselineAfter)));

    /// <summary>Those of one key that overlap are one: it has their first onset, their first detection and their last recovery.</summary>
    public static IReadOnlyList<FoundOutage> Join(IEnumerable<FoundOutage> outages)
    {
        var joined = new List<FoundOutage>();
        foreach (var key in outages.GroupBy(outage => outage.Key))
        {
            FoundOutage? last = null;
            foreach (var outage in key.OrderBy(outage => outage.OnsetAt).ThenBy(outage => outage.Id, StringComparer.Ordinal))
            {
                if (last is not null && outage.OnsetAt < last.EndAt)
                {
                    last = Join(last, outage);
                    continue;
                }

                if (last is not null)
                {
                    joined.Add(last);
                }

                last = outage;
            }

            joined.Add(last!);
        }

        return joined;
    }

    private static FoundOutage Of(OutageRevision revision, DateTime dataEnd, TimeSpan rebaselineAfter) => new()
    {
        Id = revision.Id,
        Incident = revision.IncidentId,
        Key = new OutageKey(new Entity(revision.EntityType, revision.Entity), revision.Basis == Basis.Probes ? OutageBasis.Units : OutageBasis.Routes),
        OnsetAt = revision.OnsetAt,
        RecoveredAt = revision.RecoveredAt,
        EndAt = revision.RecoveredAt ?? (revision.State == OutageState.Rebaselined ? revision.OnsetAt + rebaselineAfter : Later(dataEnd, revision.OnsetAt)),
        DetectedAt = revision.DetectedAt,
        BinWidth = revision.BinWidth,
        Causes = revision.Analysis.Causes,
    };

    private static FoundOutage Join(FoundOutage first, FoundOutage second) => first with
    {
        RecoveredAt = first.RecoveredAt is { } one && second.RecoveredAt is { } other ? Later(one, other) : null,
        EndAt = Later(first.EndAt, second.EndAt),
        DetectedAt = first.DetectedAt < second.DetectedAt ? first.DetectedAt : second.DetectedAt,
    };

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
