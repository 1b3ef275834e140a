namespace StreamWatch.Storage.Rollups;

/// <summary>A day on which a roll-up does not hold what its source does.</summary>
/// <param name="Rollup">Which.</param>
/// <param name="Day">Day, UTC.</param>
/// <param name="InSource">Rows (of ASNs: bins) in the source; at least 1.</param>
/// <param name="InRollup">Those that the roll-up has summed up: fewer where a block did not reach it, more where one reached it twice.</param>
public sealed record RollupDifference(Rollup Rollup, DateOnly Day, long InSource, long InRollup);
