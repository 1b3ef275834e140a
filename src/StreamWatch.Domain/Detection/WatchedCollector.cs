using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Detection;

/// <summary>A route collector as the detection sees it.</summary>
public sealed class WatchedCollector(SourceRhythm rhythm)
{
    /// <summary>When it was heard and whether its silences mean anything.</summary>
    public SourceRhythm Rhythm { get; } = rhythm;

    /// <summary>Its views.</summary>
    public ViewMask Views { get; } = new();

    /// <summary>Last thing heard before it was away, microseconds since the epoch.</summary>
    public long? AwayFrom { get; set; }

    /// <summary>First thing heard after it was away.</summary>
    public long? AwayTo { get; set; }

    /// <summary>Last time of its inputs, microseconds since the epoch; null while they go on.</summary>
    public long? EndedAt { get; set; }
}
