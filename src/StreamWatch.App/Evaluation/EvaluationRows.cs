using System.Text.Json;
using StreamWatch.App.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Simulation.Evaluation;
using StreamWatch.Storage.Evaluations;

namespace StreamWatch.App.Evaluation;

/// <summary>An evaluation as rows to store.</summary>
internal static class EvaluationRows
{
    /// <summary>A row for each rule.</summary>
    public static IReadOnlyList<EvaluationRow> Rules(EvaluationRun run) =>
    [
        .. run.Rules.Select(rule => new EvaluationRow
        {
            EvaluationId = run.EvaluationId,
            Rule = rule.Rule.Name,
            EvaluatedAt = run.EvaluatedAt.UtcDateTime,
            Version = run.Version,
            Ruleset = run.Ruleset,
            FoldersSha256 = run.FoldersSha256,
            Folders = run.Folders,
            TrueOutages = rule.Outages.True,
            Matched = rule.Outages.Matched,
            Missed = rule.Outages.Missed,
            Covered = rule.Outages.Covered,
            FalseOutages = rule.Outages.False,
            Fragments = rule.Outages.Fragments,
            Excused = rule.Outages.Excused,
            NotAskedFor = rule.Outages.NotAskedFor,
            NeverClosed = rule.Outages.NeverClosed,
            Precision = rule.Outages.Precision.Value,
            PrecisionLow = rule.Outages.Precision.Wilson95?.Low,
            PrecisionHigh = rule.Outages.Precision.Wilson95?.High,
            Recall = rule.Outages.Recall.Value,
            RecallLow = rule.Outages.Recall.Wilson95?.Low,
            RecallHigh = rule.Outages.Recall.Wilson95?.High,
            Incidents = rule.IncidentRecall.Of,
            IncidentsFound = rule.IncidentRecall.Count,
            IncidentsFalse = rule.IncidentPrecision.Of - rule.IncidentPrecision.Count,
            IncidentsSplit = rule.SplitIncidents,
            Causes = rule.FirstCauseRight.Of,
            CausesRight = rule.FirstCauseRight.Count,
            Brier = rule.Calibration?.Brier,
            CalibrationError = rule.Calibration?.Error,
            CalibrationErrorLow = rule.Calibration?.Error95.Low,
            CalibrationErrorHigh = rule.Calibration?.Error95.High,
        }),
    ];

    /// <summary>A row for each outage of each rule and folder.</summary>
    public static IEnumerable<EvaluationOutageRow> Outages(EvaluationRun run) =>
        from rule in run.Rules
        from folder in rule.Folders
        from pairing in folder.Pairings
        select Outage(run.EvaluationId, rule.Rule.Name, folder.Folder, pairing);

    /// <summary>A true outage and what was found of it, or one of the two.</summary>
    /// <param name="evaluation">Id of the evaluation.</param>
    /// <param name="rule">Name of the rule.</param>
    /// <param name="folder">Where it is.</param>
    /// <param name="pairing">What became of it.</param>
    public static EvaluationOutageRow Outage(string evaluation, string rule, LabelledFolder folder, Pairing pairing)
    {
        var entity = pairing.Key.Entity;
        var cause = pairing.True?.Incident is { } incident ? folder.Incidents.First(known => known.Id == incident).Cause : (Domain.Incidents.Cause?)null;
        var said = pairing.Found is { Causes: [var first, ..] } ? first : null;
        return new EvaluationOutageRow
        {
            EvaluationId = evaluation,
            Rule = rule,
            Folder = folder.Path,
            Scenario = folder.Scenario,
            Kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(pairing.Kind.ToString()),
            EntityType = entity.Type.ToString().ToLowerInvariant(),
            Entity = entity.Type == EntityType.Asn ? entity.Name["AS".Length..] : entity.Name,
            Basis = pairing.Key.Basis.ToString().ToLowerInvariant(),
            OnsetAt = pairing.True?.OnsetAt,
            EndAt = pairing.True?.EndAt,
            IsEndKnown = pairing.True?.IsEndKnown ?? false,
            Incident = pairing.True?.Incident,
            Cause = cause is { } known ? CauseWords.Name(known) : null,
            FoundId = pairing.Found?.Id,
            FoundIncident = pairing.Found?.Incident,
            FoundOnsetAt = pairing.Found?.OnsetAt,
            FoundRecoveredAt = pairing.Found?.RecoveredAt,
            DetectedAt = pairing.Found?.DetectedAt,
            BinSeconds = (int?)pairing.Found?.BinWidth.TotalSeconds,
            FirstCause = said is null ? null : CauseWords.Name(said.Cause),
            FirstCauseProbability = said?.Probability,
        };
    }
}
