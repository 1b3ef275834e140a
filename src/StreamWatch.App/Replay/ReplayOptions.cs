using StreamWatch.Domain.Detection;

namespace StreamWatch.App.Replay;

/// <summary>What a replay reads and how it decides.</summary>
internal sealed record ReplayOptions
{
    /// <summary>Files and folders with MRT files.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Name of the route collector of all files; null to read it from their paths.</summary>
    public string? Collector { get; init; }

    /// <summary>The numbers that the detection decides with.</summary>
    public required DetectionOptions Detection { get; init; }
}
