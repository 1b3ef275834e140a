using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;

namespace StreamWatch.Topology.Tasks;

/// <summary>What all tasks of a run have in common.</summary>
public sealed record TaskOptions
{
    /// <summary>Short name of the run, 1 to 40 characters; the rows of each partition of the entities are numbered under it and the partition.</summary>
    public required string RunId { get; init; }

    /// <summary>What is watched by name.</summary>
    public required WatchList Watch { get; init; }

    /// <summary>The numbers that decide by routes.</summary>
    public required DetectionOptions Detection { get; init; }

    /// <summary>The numbers that decide by probes.</summary>
    public required ProbingOptions Probing { get; init; }

    /// <summary>Names of the collecting processes that are waited for.</summary>
    public required IReadOnlyList<string> Producers { get; init; }

    /// <summary>Whether event time alone counts: silence closes nothing, and the end of every producer's stream ends the run.</summary>
    public required bool EventTime { get; init; }

    /// <summary>Partitions of the routes, and of the exchange; 1 to 100,000.</summary>
    public required int RoutePartitions { get; init; }

    /// <summary>Partitions of the probe results.</summary>
    public required int ProbePartitions { get; init; }

    /// <summary>Partitions of the entities.</summary>
    public required int EntityPartitions { get; init; }

    /// <summary>Partitions of the results.</summary>
    public required int ResultPartitions { get; init; }
}
