namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>What is left of a session in one partition.</summary>
/// <param name="Next">The round that comes next; earlier ones were had.</param>
/// <param name="Repeated">Batches that were had before.</param>
/// <param name="From">Offset of the first batch that has to be read again; null for none.</param>
internal sealed record PartitionState(long Next, long Repeated, long? From);
