using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.App.Replay;
using StreamWatch.Schemas.Batches;

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

    /// <summary>What decides, as text: the same of all processes of a run.</summary>
    public string Identity(TopicNames topics)
    {
        var json = RunOptionsJson.Of(Detection.Detection, Detection.Probing, Detection.Watch).ToJsonString();
        return $"{json}\n{topics.Prefix}\n{string.Join('\n', Producers.Order(StringComparer.Ordinal))}\n{EventTime}";
    }
}
