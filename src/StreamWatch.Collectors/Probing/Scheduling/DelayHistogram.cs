namespace StreamWatch.Collectors.Probing.Scheduling;

/// <summary>Counts delays by the millisecond up to ten seconds; longer ones are counted with the last. Written by one, read by any.</summary>
public sealed class DelayHistogram
{
    private const int Milliseconds = 10_000;

    private readonly long[] counts = new long[Milliseconds + 1];

    /// <summary>How many were counted.</summary>
    public long Count => counts.Sum();

    /// <summary>The delay that this share of them, 0 to 1, does not exceed, to the next whole millisecond; null where none was counted.</summary>
    public TimeSpan? Quantile(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            seen += Interlocked.Read(ref counts[i]);
            if (seen >= wanted)
            {
                return TimeSpan.FromMilliseconds(i);
            }
        }

        return null;
    }

    internal void Add(TimeSpan delay) =>
        Interlocked.Increment(ref counts[Math.Clamp((int)Math.Ceiling(Math.Min(delay.TotalMilliseconds, Milliseconds)), 0, Milliseconds)]);
}
