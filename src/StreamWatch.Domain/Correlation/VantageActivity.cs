namespace StreamWatch.Domain.Correlation;

/// <summary>What is known of the vantage points in a bin where their targets are judged in several places: it is the same in each.</summary>
/// <param name="Heard">When a result of any target came from a vantage point, nanoseconds since the epoch; the newest of the bin is enough.</param>
/// <param name="Every">How often results are to be expected of a vantage point, nanoseconds, learned from the bins before.</param>
public sealed record VantageActivity(IReadOnlyList<(int Vantage, long AtNanos)> Heard, IReadOnlyDictionary<int, double> Every);
