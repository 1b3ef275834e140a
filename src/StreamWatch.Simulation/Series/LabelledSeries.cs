namespace StreamWatch.Simulation.Series;

/// <summary>Signals in bins of one width with somebody's marking of outages beside them.</summary>
public sealed record LabelledSeries
{
    /// <summary>Start of the first bin, UTC.</summary>
    public required DateTime StartAt { get; init; }

    /// <summary>Width of a bin, 1 s to 1 h.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>The signals by name, in the order in which they were asked for; a value for each bin, 0 and up, null where there is none.</summary>
    public required IReadOnlyList<(string Column, IReadOnlyList<double?> Values)> Signals { get; init; }

    /// <summary>Whether each bin is marked as an outage: one group's judgement, and no truth to the bin.</summary>
    public required IReadOnlyList<bool> Labels { get; init; }

    /// <summary>Start of a bin, UTC.</summary>
    public DateTime At(int bin) => StartAt + (bin * Step);
}
