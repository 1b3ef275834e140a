using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary>An outage as <c>replay --json</c> prints it.</summary>
sealed record FoundOutage(
    string Id,
    string IncidentId,
    string EntityType,
    string Entity,
    string Family,
    string Basis,
    string Severity,
    string State,
    DateTimeOffset OnsetAt,
    DateTimeOffset DetectedAt,
    DateTimeOffset? RecoveredAt,
    double MinVisibility,
    IReadOnlyList<string> Prefixes)
{
    static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [JsonIgnore]
    public string Asn => Entity.Replace("AS", "", StringComparison.Ordinal);

    public static IReadOnlyList<FoundOutage> Read(IEnumerable<string> lines) => [.. lines.Select(line => JsonSerializer.Deserialize<FoundOutage>(line, Options)!)];
}
