namespace StreamWatch.Storage.Retentions;

/// <summary>How long a table keeps its rows, and what it holds.</summary>
/// <param name="Table">Which.</param>
/// <param name="Days">Days from the time in a row; null for ever.</param>
/// <param name="Rows">Rows it holds.</param>
/// <param name="Oldest">Day of the oldest row, UTC; null where there is none that tells its time.</param>
/// <param name="Expired">Rows older than <paramref name="Days"/>: the engine takes them away at a merge.</param>
public sealed record TableRetention(RetainedTable Table, int? Days, long Rows, DateOnly? Oldest, long Expired);
