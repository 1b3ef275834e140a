namespace StreamWatch.Simulation.Evaluation;

/// <summary>What is true of a folder of labelled data, as far as an evaluation asks.</summary>
public sealed record LabelledFolder
{
    /// <summary>The folder, as it was found.</summary>
    public required string Path { get; init; }

    /// <summary>Name of its scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>End of its last window, UTC.</summary>
    public required DateTime EndAt { get; init; }

    public required IReadOnlyList<LabelledOutage> Outages { get; init; }

    public required IReadOnlyList<LabelledIncident> Incidents { get; init; }

    public required IReadOnlyList<ExcusedEvent> Excused { get; init; }
}
