namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>How far a partition was read.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Partition">Partition, from 0.</param>
/// <param name="Offset">Offset of the next message.</param>
internal readonly record struct ReadPosition(string Topic, int Partition, long Offset);
