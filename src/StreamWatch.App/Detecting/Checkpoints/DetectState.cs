using StreamWatch.App.Replay;
using StreamWatch.Engine;
using StreamWatch.Schemas.Results;

namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>Everything that a detecting stage knows at a moment.</summary>
internal sealed record DetectState
{
    /// <summary>What decides.</summary>
    public required OutageEngine Engine { get; init; }

    /// <summary>Who tells it.</summary>
    public required EngineInput Input { get; init; }

    /// <summary>Where the merge of the producers is.</summary>
    public required MergeState Merge { get; init; }

    /// <summary>How far each partition was read.</summary>
    public required IReadOnlyList<ReadPosition> ReadTo { get; init; }

    /// <summary>Where reading has to begin again: what was read and not told yet is read once more.</summary>
    public required IReadOnlyList<ReadPosition> From { get; init; }

    /// <summary>Rows found; all of them are published.</summary>
    public required ResultNumbers Given { get; init; }

    /// <summary>Ids of the outages that are open.</summary>
    public required IReadOnlyList<string> Open { get; init; }

    /// <summary>Messages that were not what the contract says.</summary>
    public required long Refused { get; init; }
}
