namespace StreamWatch.Domain.Incidents;

/// <summary>How alike two incidents are (design: Detection, point 9): affected targets, order of the phases, and timing. Symmetric; 0 to 1.</summary>
public static class LikenessJudge
{
    // Judged.
    private const double TargetsWeight = 0.4;
    private const double OrderWeight = 0.3;
    private const double TimingWeight = 0.3;

    /// <summary>The likeness of two analyses.</summary>
    public static double Score(IncidentAnalysis one, IncidentAnalysis other) =>
        (TargetsWeight * Overlap(one.Affected, other.Affected)) + (OrderWeight * Order(one, other)) + (TimingWeight * Timing(one, other));

    /// <summary>Jaccard's index.</summary>
    private static double Overlap(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        var union = one.Union(other).Count();
        return union == 0 ? 0 : (double)one.Intersect(other).Count() / union;
    }

    /// <summary>Longest common run of phases and of kinds that came back, as a share of the longer one.</summary>
    private static double Order(IncidentAnalysis one, IncidentAnalysis other)
    {
        int[] first = [.. one.Phases.Select(start => (int)start.Phase), .. one.RecoveryOrder.Select(kind => 100 + (int)kind)];
        int[] second = [.. other.Phases.Select(start => (int)start.Phase), .. other.RecoveryOrder.Select(kind => 100 + (int)kind)];
        var longest = Math.Max(first.Length, second.Length);
        return longest == 0 ? 0 : (double)CommonSubsequence(first, second) / longest;
    }

    /// <summary>Mean likeness of the times from phase to phase: 1 where equal, 1/2 where one is twice the other.</summary>
    private static double Timing(IncidentAnalysis one, IncidentAnalysis other)
    {
        var scores = new List<double>();
        var phases = one.Phases.Select(start => start.Phase).Intersect(other.Phases.Select(start => start.Phase)).Order().ToList();
        foreach (var (from, to) in phases.Zip(phases.Skip(1)))
        {
            var (first, second) = (Length(one, from, to), Length(other, from, to));
            scores.Add(Math.Min(first, second) / Math.Max(first, second));
        }

        return scores.Count == 0 ? 0 : scores.Average();
    }

    /// <summary>Minutes from a phase to another, at least one: bins are no finer.</summary>
    private static double Length(IncidentAnalysis analysis, Phase from, Phase to) =>
        Math.Max(1, Math.Abs((analysis.StartOf(to)!.Value - analysis.StartOf(from)!.Value).TotalMinutes));

    private static int CommonSubsequence(int[] one, int[] other)
    {
        var lengths = new int[one.Length + 1, other.Length + 1];
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                lengths[i, j] = one[i - 1] == other[j - 1] ? lengths[i - 1, j - 1] + 1 : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
            }
        }

        return lengths[one.Length, other.Length];
    }
}
