namespace StreamWatch.Storage.Evaluations;

/// <summary>A true outage and what a rule found of it, or one of the two, on its way into <c>evaluation_outages</c>; what each value is stands in the schema.</summary>
public sealed record EvaluationOutageRow
{
    public required string EvaluationId { get; init; }

    public required string Rule { get; init; }

    public required string Folder { get; init; }

    public required string Scenario { get; init; }

    public required string Kind { get; init; }

    public required string EntityType { get; init; }

    public required string Entity { get; init; }

    public required string Basis { get; init; }

    public required DateTime? OnsetAt { get; init; }

    public required DateTime? EndAt { get; init; }

    public required bool IsEndKnown { get; init; }

    public required string? Incident { get; init; }

    public required string? Cause { get; init; }

    public required string? FoundId { get; init; }

    public required string? FoundIncident { get; init; }

    public required DateTime? FoundOnsetAt { get; init; }

    public required DateTime? FoundRecoveredAt { get; init; }

    public required DateTime? DetectedAt { get; init; }

    public required int? BinSeconds { get; init; }

    public required string? FirstCause { get; init; }

    public required double? FirstCauseProbability { get; init; }
}
