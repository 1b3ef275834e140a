using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Replay;

/// <summary>What a replay reads and how it decides.</summary>
internal sealed record ReplayOptions
{
    /// <summary>Files and folders with MRT files.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Name of the route collector of all files; null to read it from their paths.</summary>
    public string? Collector { get; init; }

    /// <summary>What is watched by name.</summary>
    public WatchList Watch { get; init; } = WatchList.Empty;

    /// <summary>The numbers that the detection by routes decides with.</summary>
    public required DetectionOptions Detection { get; init; }

    /// <summary>The numbers that the detection by probes decides with.</summary>
    public ProbingOptions Probing { get; init; } = new();
}
