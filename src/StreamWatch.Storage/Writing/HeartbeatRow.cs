namespace StreamWatch.Storage.Writing;

/// <summary>A vantage point was alive, on its way into <c>heartbeats</c>.</summary>
/// <param name="Vantage">Its name.</param>
/// <param name="AtNanos">When, nanoseconds since 1970 UTC.</param>
/// <param name="SetAside">Whether the detection leaves it out: its time is not believed.</param>
public readonly record struct HeartbeatRow(string Vantage, long AtNanos, bool SetAside = false);
