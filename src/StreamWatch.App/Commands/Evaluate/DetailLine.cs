using System.Text.Encodings.Web;
using System.Text.Json;
using StreamWatch.App.Evaluation;
using StreamWatch.App.Incidents;
using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.App.Commands.Evaluate;

/// <summary>A true outage with what was found of it, or one of the two, as a line of JSON (docs/evaluation.md).</summary>
internal static class DetailLine
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines of a rule and folder.</summary>
    public static IEnumerable<string> Of(string rule, FolderResult result)
    {
        var causes = result.Folder.Incidents.ToDictionary(incident => incident.Id, incident => CauseWords.Name(incident.Cause));
        return result.Pairings.Select(pairing => Line(rule, result.Folder, pairing, pairing.True?.Incident is { } id ? causes.GetValueOrDefault(id) : null));
    }

    private static string Line(string rule, LabelledFolder folder, Pairing pairing, string? cause) => JsonSerializer.Serialize(
        new
        {
            rule,
            folder = folder.Path,
            scenario = folder.Scenario,
            kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(pairing.Kind.ToString()),
            entity_type = pairing.Key.Entity.Type.ToString().ToLowerInvariant(),
            entity = pairing.Key.Entity.Name,
            basis = pairing.Key.Basis.ToString().ToLowerInvariant(),
            onset_at = pairing.True?.OnsetAt,
            end_at = pairing.True?.EndAt,
            is_end_known = pairing.True?.IsEndKnown,
            incident = pairing.True?.Incident,
            cause,
            found_id = pairing.Found?.Id,
            found_incident = pairing.Found?.Incident,
            found_onset_at = pairing.Found?.OnsetAt,
            found_recovered_at = pairing.Found?.RecoveredAt,
            detected_at = pairing.Found?.DetectedAt,
            onset_error_s = pairing.OnsetError?.TotalSeconds,
            recovery_error_s = pairing.RecoveryError?.TotalSeconds,
            delay_from_truth_s = pairing.DelayFromTruth?.TotalSeconds,
            delay_from_rule_s = pairing.DelayFromRule?.TotalSeconds,
            causes = (pairing.Found?.Causes ?? []).Select(said => new { cause = CauseWords.Name(said.Cause), probability = Math.Round(said.Probability, 4), evidence = said.Evidence }),
        },
        Options);
}
