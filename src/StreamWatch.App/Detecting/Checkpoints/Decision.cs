namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>What a live watch decided by the clock on the wall, and when: after these positions were read.</summary>
/// <param name="Read">How far partitions were read then; those that are left out as far as at the decision before.</param>
/// <param name="TickMicros">The time that the engine was told, microseconds since the epoch; null where it was not.</param>
/// <param name="Silent">Producers that were not waited for.</param>
internal sealed record Decision(IReadOnlyList<ReadPosition> Read, long? TickMicros, IReadOnlyList<string> Silent);
