namespace StreamWatch.Collectors.Probing.Scheduling;

/// <summary>The slots of one target: one in each interval <c>[k i, (k + 1) i)</c> since the epoch.</summary>
/// <param name="Hash">Its place among the targets.</param>
/// <param name="IntervalNanos">Its interval i, nanoseconds, more than 0.</param>
public readonly record struct ProbeSlots(ulong Hash, long IntervalNanos)
{
    private const double Whole = 1UL << 53;

    /// <summary>The slot of interval number <paramref name="round"/>, nanoseconds since the epoch.</summary>
    public long Of(long round)
    {
        var cell = (long)(Hash % ProbeSchedule.Cells);
        var share = (ProbeSchedule.Mix(Hash ^ ProbeSchedule.Mix((ulong)round)) >> 11) / Whole;
        var (from, to) = (IntervalNanos * cell / ProbeSchedule.Cells, IntervalNanos * (cell + 1) / ProbeSchedule.Cells);
        return (round * IntervalNanos) + from + (long)(share * (to - from));
    }

    /// <summary>The first slot after a time, nanoseconds since the epoch.</summary>
    public long After(long nanos)
    {
        var round = Round(nanos);
        var slot = Of(round);
        return slot > nanos ? slot : Of(round + 1);
    }

    /// <summary>How many slots there are in <c>(from, to]</c>.</summary>
    public long Between(long from, long to) => to <= from ? 0 : Passed(to) - Passed(from);

    /// <summary>Number of the last slot that is not after a time.</summary>
    private long Passed(long nanos)
    {
        var round = Round(nanos);
        return Of(round) > nanos ? round - 1 : round;
    }

    private long Round(long nanos) => (nanos - (((nanos % IntervalNanos) + IntervalNanos) % IntervalNanos)) / IntervalNanos;
}
