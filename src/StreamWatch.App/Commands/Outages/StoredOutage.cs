namespace StreamWatch.App.Commands.Outages;

/// <summary>An outage as <c>v_outages</c> has it; times are RFC 3339.</summary>
internal sealed record StoredOutage
{
    public string Id { get; init; } = "";

    public string IncidentId { get; init; } = "";

    public string EntityType { get; init; } = "";

    public string Entity { get; init; } = "";

    public string Family { get; init; } = "";

    public string Basis { get; init; } = "";

    public string Severity { get; init; } = "";

    public string State { get; init; } = "";

    public string OnsetAt { get; init; } = "";

    public string DetectedAt { get; init; } = "";

    public string? RecoveredAt { get; init; }

    public double MinVisibility { get; init; }

    public double Baseline { get; init; }

    public uint SpaceBlocks { get; init; }

    public uint ViewsUsable { get; init; }

    public IReadOnlyList<string> LostPrefixes { get; init; } = [];

    public string RunId { get; init; } = "";
}
