namespace StreamWatch.Storage.Evaluations;

/// <summary>How a rule did in an evaluation, on its way into <c>evaluations</c>; what each number is stands in the schema.</summary>
public sealed record EvaluationRow
{
    public required string EvaluationId { get; init; }

    public required string Rule { get; init; }

    public required DateTime EvaluatedAt { get; init; }

    public required string Version { get; init; }

    public required uint Ruleset { get; init; }

    public required string FoldersSha256 { get; init; }

    public required int Folders { get; init; }

    public required int TrueOutages { get; init; }

    public required int Matched { get; init; }

    public required int Missed { get; init; }

    public required int Covered { get; init; }

    public required int FalseOutages { get; init; }

    public required int Fragments { get; init; }

    public required int Excused { get; init; }

    public required int NotAskedFor { get; init; }

    public required int NeverClosed { get; init; }

    public required double? Precision { get; init; }

    public required double? PrecisionLow { get; init; }

    public required double? PrecisionHigh { get; init; }

    public required double? Recall { get; init; }

    public required double? RecallLow { get; init; }

    public required double? RecallHigh { get; init; }

    public required int Incidents { get; init; }

    public required int IncidentsFound { get; init; }

    public required int IncidentsFalse { get; init; }

    public required int IncidentsSplit { get; init; }

    public required int Causes { get; init; }

    public required int CausesRight { get; init; }

    public required double? Brier { get; init; }

    public required double? CalibrationError { get; init; }

    public required double? CalibrationErrorLow { get; init; }

    public required double? CalibrationErrorHigh { get; init; }
}
