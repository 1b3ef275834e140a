namespace StreamWatch.Bgp.Mrt.Writing;

/// <summary>
/// Time of an MRT record, UTC (RFC 6396 section 2). With microseconds it is written with the extended header of section 3,
/// which exists for BGP4MP only.
/// </summary>
/// <param name="Seconds">Seconds since 1970-01-01T00:00:00Z, up to 2106.</param>
/// <param name="Microseconds">0 to 999,999, or null for the plain header.</param>
public readonly record struct MrtTime(uint Seconds, uint? Microseconds = null)
{
    /// <summary>A plain time of whole seconds; the fraction is cut off.</summary>
    /// <exception cref="UnwritableRecordException">Before 1970 or after 2106.</exception>
    public static MrtTime Plain(DateTimeOffset time) => new(SecondsOf(time));

    /// <summary>A time with microseconds; what is finer is cut off.</summary>
    /// <exception cref="UnwritableRecordException">Before 1970 or after 2106.</exception>
    public static MrtTime Extended(DateTimeOffset time) =>
        new(SecondsOf(time), (uint)(time.UtcTicks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));

    private static uint SecondsOf(DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        return seconds is >= 0 and <= uint.MaxValue
            ? (uint)seconds
            : throw new UnwritableRecordException($"the time {time:O} does not fit an MRT header; allowed is 1970-01-01 to 2106-02-07");
    }
}
