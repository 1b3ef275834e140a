namespace StreamWatch.Domain.Incidents;

/// <summary>What an earlier process said of an incident, beside what this one can see of it.</summary>
public static class ToldAnalysis
{
    /// <summary>Whether both say the same, as far as it is stored: probabilities and likenesses are 32-bit numbers there.</summary>
    public static bool SaysTheSame(IncidentAnalysis one, IncidentAnalysis other) =>
        one.Phases.Select(start => (start.Phase, start.At)).SequenceEqual(other.Phases.Select(start => (start.Phase, start.At)))
        && one.RecoveryOrder.SequenceEqual(other.RecoveryOrder)
        && one.Affected.SequenceEqual(other.Affected)
        && one.Causes.Select(cause => (cause.Cause, (float)cause.Probability)).SequenceEqual(other.Causes.Select(cause => (cause.Cause, (float)cause.Probability)))
        && one.SimilarTo.Select(like => (like.Id, (float)like.Score)).SequenceEqual(other.SimilarTo.Select(like => (like.Id, (float)like.Score)));

    /// <summary>
    /// Puts together what was told of an incident and what was read from a history that begins only after its first signs: what began before the history
    /// is as it was told, and so are the causes, which are read from the beginning.
    /// </summary>
    /// <param name="told">What was said.</param>
    /// <param name="read">What the history says.</param>
    /// <param name="historyFrom">Where the history begins, UTC.</param>
    public static IncidentAnalysis Complete(IncidentAnalysis told, IncidentAnalysis read, DateTime historyFrom)
    {
        var before = told.Phases.Where(start => start.At < historyFrom).ToList();
        var since = read.Phases.Where(start => start.At > historyFrom && before.TrueForAll(known => known.Phase != start.Phase));
        return read with
        {
            Phases = [.. before.Concat(since).OrderBy(start => start.At).ThenBy(start => start.Phase)],
            Causes = told.Causes.Count > 0 ? told.Causes : read.Causes,
            RecoveryOrder = read.RecoveryOrder.Count > 0 ? read.RecoveryOrder : told.RecoveryOrder,
        };
    }

    /// <summary>When the first sign of an incident was, as it was told.</summary>
    public static DateTime FirstSign(IncidentAnalysis told, DateTime onsetAt) => told.Phases.Count > 0 && told.Phases[0].At < onsetAt ? told.Phases[0].At : onsetAt;
}
