namespace StreamWatch.Domain.Probing;

/// <summary>The vantage point was alive at that time, whether it probed or not.</summary>
/// <param name="Vantage">Its name.</param>
/// <param name="AtNanos">Nanoseconds since the epoch, UTC.</param>
public readonly record struct VantageHeartbeat(string Vantage, long AtNanos);
