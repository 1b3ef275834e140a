namespace StreamWatch.Domain.Targets;

/// <summary>A target in a bin.</summary>
/// <param name="Bin">Number of the bin: its start is that many bin widths since the epoch.</param>
/// <param name="Target">Its name.</param>
/// <param name="Verdict">What was agreed on.</param>
/// <param name="IsInMaintenance">Whether planned work was going on.</param>
/// <param name="Tally">What was counted.</param>
public readonly record struct TargetBinRecord(long Bin, string Target, Verdict Verdict, bool IsInMaintenance, TargetTally Tally);
