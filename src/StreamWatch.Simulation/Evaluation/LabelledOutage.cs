namespace StreamWatch.Simulation.Evaluation;

/// <summary>An outage that really happened: a row of <c>truth.json</c>, <c>[OnsetAt, EndAt)</c>, UTC.</summary>
public sealed record LabelledOutage
{
    public required OutageKey Key { get; init; }

    public required DateTime OnsetAt { get; init; }

    /// <summary>When it was over; the end of its window where it was not over by then.</summary>
    public required DateTime EndAt { get; init; }

    /// <summary>Whether the end was within the window, so that a recovery can be measured against it.</summary>
    public bool IsEndKnown { get; init; } = true;

    /// <summary>Id of its incident; null where it stands alone.</summary>
    public string? Incident { get; init; }

    /// <summary>By routes: whether less than half of the space, or of the peers' view of it, was lost.</summary>
    public bool IsPartial { get; init; }

    /// <summary>
    /// Whether a detector has to find it. Not asked for: a loss of less than half of the routes of a network that is not watched by name.
    /// </summary>
    public bool IsAskedFor { get; init; } = true;
}
