using System.Text.Encodings.Web;
using System.Text.Json;
using StreamWatch.App.Evaluation;
using StreamWatch.App.Incidents;
using StreamWatch.Domain.Detection;
using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.App.Commands.Evaluate;

/// <summary>An evaluation as one JSON document (docs/evaluation.md); what has no value is null.</summary>
internal static class EvaluationJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    public static string Of(EvaluationRun run) => JsonSerializer.Serialize(
        new
        {
            run.EvaluationId,
            run.EvaluatedAt,
            run.Version,
            DetectionOptions.Ruleset,
            folders = run.Folders,
            run.FoldersSha256,
            rules = run.Rules.Select(Rule),
        },
        Options);

    /// <summary>A share with its 95 % interval.</summary>
    public static object Share(Share share) => new { share.Count, share.Of, share.Value, share.Wilson95?.Low, share.Wilson95?.High };

    private static object Rule(EvaluatedRule rule) => new
    {
        rule = rule.Rule.Name,
        outages = Rows(rule.Outages),
        routes = rule.Rule.SeesRoutes ? Rows(rule.Routes) : null,
        units = rule.Rule.SeesUnits ? Rows(rule.Units) : null,
        targets = rule.Rule.SeesTargets ? Rows(rule.Targets) : null,
        incidents = new
        {
            @true = rule.IncidentRecall.Of,
            found = rule.IncidentRecall.Count,
            @false = rule.IncidentPrecision.Of - rule.IncidentPrecision.Count,
            told_as_several = rule.SplitIncidents,
            precision = Share(rule.IncidentPrecision),
            recall = Share(rule.IncidentRecall),
        },
        causes = rule.Calibration is { } calibration ? Causes(rule, calibration) : null,
        scenarios = rule.Scenarios.Select(row => new { row.Scenario, row.Folders, outages = Rows(row.Outages) }),
    };

    private static object Rows(RowScore score) => new
    {
        score.True,
        score.Matched,
        score.Missed,
        score.Covered,
        score.False,
        score.Fragments,
        score.Excused,
        score.NotAskedFor,
        score.NeverClosed,
        precision = Share(score.Precision),
        recall = Share(score.Recall),
        score.OnsetError,
        score.OnsetBias,
        score.RecoveryError,
        score.RecoveryBias,
        score.DelayFromTruth,
        score.DelayFromRule,
    };

    private static object Causes(EvaluatedRule rule, Calibration calibration) => new
    {
        first_right = Share(rule.FirstCauseRight),
        brier = new { value = calibration.Brier, calibration.Brier95.Low, calibration.Brier95.High },
        calibration_error = new { value = calibration.Error, calibration.Error95.Low, calibration.Error95.High },
        curve = calibration.Curve,
        confusion = rule.Causes
            .GroupBy(outcome => (outcome.True, outcome.First))
            .OrderBy(cell => cell.Key)
            .Select(cell => new { @true = CauseWords.Name(cell.Key.True), first = cell.Key.First is { } first ? CauseWords.Name(first) : null, incidents = cell.Count() }),
    };
}
