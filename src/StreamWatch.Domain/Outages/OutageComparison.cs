using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Outages;

/// <summary>
/// Lays the outages that are found beside those that are stored. The same id is the same outage; of what is left over, a found and a stored one
/// of the same entity, family and kind of evidence that overlap in time are one whose onset changed, earliest first.
/// Chances, probabilities, sentences of evidence and likeness are not compared: they change with everything that was measured long before.
/// </summary>
public static class OutageComparison
{
    private const double Percent = 0.01;

    /// <summary>Every outage of either side, by onset and id of what is shown of it.</summary>
    public static IReadOnlyList<OutageDifference> Compare(IEnumerable<OutageRevision> stored, IEnumerable<OutageRevision> found)
    {
        var left = stored.ToDictionary(outage => outage.Id);
        var differences = new List<OutageDifference>();
        var unmatched = new List<OutageRevision>();
        foreach (var outage in found)
        {
            if (left.Remove(outage.Id, out var before))
            {
                differences.Add(Beside(before, outage));
            }
            else
            {
                unmatched.Add(outage);
            }
        }

        foreach (var outage in unmatched.OrderBy(outage => outage.OnsetAt).ThenBy(outage => outage.Id, StringComparer.Ordinal))
        {
            var before = left.Values.Where(other => AreOne(other, outage))
                .OrderBy(other => other.OnsetAt).ThenBy(other => other.Id, StringComparer.Ordinal).FirstOrDefault();
            if (before is null)
            {
                differences.Add(new OutageDifference(OutageChange.New, null, outage, []));
                continue;
            }

            left.Remove(before.Id);
            differences.Add(Beside(before, outage));
        }

        differences.AddRange(left.Values.Select(outage => new OutageDifference(OutageChange.Gone, outage, null, [])));
        return [.. differences.OrderBy(difference => difference.Shown.OnsetAt).ThenBy(difference => difference.Shown.Id, StringComparer.Ordinal)];
    }

    /// <summary>Whether two outages are of the same entity, family and kind of evidence, and overlap in time.</summary>
    public static bool AreOne(OutageRevision one, OutageRevision other) =>
        one.EntityType == other.EntityType && one.Entity == other.Entity && one.Family == other.Family && one.Basis == Basis.Probes == (other.Basis == Basis.Probes)
        && one.OnsetAt < (other.RecoveredAt ?? DateTime.MaxValue) && other.OnsetAt < (one.RecoveredAt ?? DateTime.MaxValue);

    /// <summary>What two words on one outage say differently.</summary>
    public static IReadOnlyList<OutageField> Differing(OutageRevision one, OutageRevision other) =>
        [.. Enum.GetValues<OutageField>().Where(field => !SaysTheSame(field, one, other))];

    private static bool AreOfOneExtent(OutageRevision one, OutageRevision other) =>
        one.SpaceBlocks == other.SpaceBlocks && one.ViewsUsable == other.ViewsUsable && one.Units == other.Units
        && one.LostPrefixes.SequenceEqual(other.LostPrefixes)
        && Math.Abs(one.MinVisibility - other.MinVisibility) < Percent && Math.Abs(one.Baseline - other.Baseline) < Percent;

    private static OutageDifference Beside(OutageRevision stored, OutageRevision found)
    {
        var fields = Differing(stored, found);
        return new OutageDifference(fields.Count == 0 ? OutageChange.Same : OutageChange.Changed, stored, found, fields);
    }

    private static bool SaysTheSame(OutageField field, OutageRevision one, OutageRevision other) => field switch
    {
        OutageField.Onset => one.OnsetAt == other.OnsetAt,
        OutageField.Detected => one.DetectedAt == other.DetectedAt,
        OutageField.Recovered => one.RecoveredAt == other.RecoveredAt,
        OutageField.State => one.State == other.State,
        OutageField.Severity => one.Severity == other.Severity,
        OutageField.Basis => one.Basis == other.Basis,
        OutageField.Incident => one.IncidentId == other.IncidentId && one.ParentId == other.ParentId,
        OutageField.Phases => one.Analysis.Phases.Select(start => (start.Phase, start.At)).SequenceEqual(other.Analysis.Phases.Select(start => (start.Phase, start.At))),
        OutageField.Cause => one.Analysis.Causes.Select(cause => cause.Cause).FirstOrDefault() == other.Analysis.Causes.Select(cause => cause.Cause).FirstOrDefault()
            && one.Analysis.Causes.Count == 0 == (other.Analysis.Causes.Count == 0),
        OutageField.Targets => one.Analysis.Affected.SequenceEqual(other.Analysis.Affected),
        OutageField.Extent => AreOfOneExtent(one, other),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "unknown field of an outage"),
    };
}
