namespace StreamWatch.Topology.Producers;

/// <summary>The times that events may have: from 1970 to before 2286. What lies outside is no time of an event, and would close bins that nobody can name.</summary>
internal static class EventTime
{
    /// <summary>First microsecond since the epoch that is none.</summary>
    public const long EndMicros = 10_000_000_000_000_000;

    /// <summary>Whether an event may have this time, microseconds since the epoch.</summary>
    public static bool Holds(long micros) => micros is >= 0 and < EndMicros;
}
