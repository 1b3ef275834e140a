using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.App.Replay;

namespace StreamWatch.App.Detecting;

/// <summary>How the detecting stage works.</summary>
internal sealed record DetectStageOptions
{
    /// <summary>The numbers that decide, and what is watched; its paths are not looked at.</summary>
    public required ReplayOptions Detection { get; init; }

    /// <summary>Names of the collecting processes that are waited for.</summary>
    public required IReadOnlyList<string> Producers { get; init; }

    /// <summary>Whether event time alone counts: silence closes nothing, and the end of every producer's stream ends the run.</summary>
    public required bool EventTime { get; init; }

    /// <summary>Where checkpoints are kept; null for nowhere.</summary>
    public CheckpointOptions? Checkpoints { get; init; }
}
