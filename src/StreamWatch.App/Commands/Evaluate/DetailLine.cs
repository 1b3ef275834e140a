using System.Text.Encodings.Web;
using System.Text.Json;
using StreamWatch.App.Evaluation;
using StreamWatch.App.Incidents;

namespace StreamWatch.App.Commands.Evaluate;

/// <summary>A true outage with what was found of it, or one of the two, as a line of JSON (docs/evaluation.md).</summary>
internal static class DetailLine
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The lines of a rule.</summary>
    public static IEnumerable<string> Of(string evaluation, EvaluatedRule rule) =>
        from result in rule.Folders
        from pairing in result.Pairings
        let row = EvaluationRows.Outage(evaluation, rule.Rule.Name, result.Folder, pairing)
        select JsonSerializer.Serialize(
            new
            {
                row.Rule,
                row.Folder,
                row.Scenario,
                row.Kind,
                row.EntityType,
                row.Entity,
                row.Basis,
                row.OnsetAt,
                row.EndAt,
                row.IsEndKnown,
                row.Incident,
                row.Cause,
                row.FoundId,
                row.FoundIncident,
                row.FoundOnsetAt,
                row.FoundRecoveredAt,
                row.DetectedAt,
                row.BinSeconds,
                onset_error_seconds = pairing.OnsetError?.TotalSeconds,
                recovery_error_seconds = pairing.RecoveryError?.TotalSeconds,
                delay_from_truth_seconds = pairing.DelayFromTruth?.TotalSeconds,
                delay_from_rule_seconds = pairing.DelayFromRule?.TotalSeconds,
                causes = (pairing.Found?.Causes ?? []).Select(said => new { cause = CauseWords.Name(said.Cause), probability = Math.Round(said.Probability, 4), said.Evidence }),
            },
            Options);
}
