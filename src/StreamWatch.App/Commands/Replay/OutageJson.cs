using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using StreamWatch.App.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;

namespace StreamWatch.App.Commands.Replay;

/// <summary>An outage as one line of JSON. Times are RFC 3339 in UTC; shares are 0 to 1; lists that nothing fills are empty.</summary>
internal static class OutageJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Line(OutageRevision outage) => Text(Fields(outage));

    /// <summary>Anything with outages in it as one line, in the same manner.</summary>
    public static string Text(object value) => JsonSerializer.Serialize(value, Options);

    /// <summary>The fields of an outage.</summary>
    public static object Fields(OutageRevision outage) =>
        new
        {
            id = outage.Id,
            incident_id = outage.IncidentId,
            parent_id = outage.ParentId,
            entity_type = Name(outage.EntityType),
            entity = outage.Entity,
            family = outage.Family is { } family ? Name(family) : "any",
            basis = Name(outage.Basis),
            severity = Name(outage.Severity),
            state = Name(outage.State),
            onset_at = outage.OnsetAt,
            detected_at = outage.DetectedAt,
            recovered_at = outage.RecoveredAt,
            revision = outage.Revision,
            min_visibility = Math.Round(outage.MinVisibility, 4),
            baseline = Math.Round(outage.Baseline, 4),
            space_blocks = outage.SpaceBlocks,
            views_usable = outage.ViewsUsable,
            prefixes = outage.LostPrefixes.Select(prefix => prefix.ToString()),
            ruleset = outage.Ruleset,
            units = outage.Units,
            chance = outage.Chance,
            phases = outage.Analysis.Phases.Select(start => new { phase = Name(start.Phase), at = start.At, confidence = start.Confidence, evidence = start.Evidence }),
            causes = outage.Analysis.Causes.Select(cause => new { cause = CauseWords.Name(cause.Cause), probability = Math.Round(cause.Probability, 4), evidence = cause.Evidence }),
            signs = outage.Analysis.Signs,
            recovery_order = outage.Analysis.RecoveryOrder.Select(kind => kind.Name()),
            affected = outage.Analysis.Affected,
            similar_to = outage.Analysis.SimilarTo.Select(like => new { id = like.Id, score = like.Score }),
        };

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
