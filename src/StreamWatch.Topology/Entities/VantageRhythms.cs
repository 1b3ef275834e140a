namespace StreamWatch.Topology.Entities;

/// <summary>How often results of each vantage point are to be expected, as the buckets of probes have learned it.</summary>
internal sealed class VantageRhythms(int buckets)
{
    private readonly SortedDictionary<string, SortedDictionary<long, double>?[]> _byVantage = new(StringComparer.Ordinal);

    /// <summary>Takes what a bucket learned.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="vantage">Name of the vantage point.</param>
    /// <param name="fromBin">It holds from this bin on.</param>
    /// <param name="everyNanos">Nanoseconds.</param>
    public void Put(int bucket, string vantage, long fromBin, double everyNanos)
    {
        if (!_byVantage.TryGetValue(vantage, out var byBucket))
        {
            _byVantage.Add(vantage, byBucket = new SortedDictionary<long, double>?[buckets]);
        }

        (byBucket[bucket] ??= [])[fromBin] = everyNanos;
    }

    /// <summary>What holds in a bin, by the vantage points' numbers; bins come in order.</summary>
    public IReadOnlyDictionary<int, double> At(long bin, Func<string, int> number)
    {
        var every = new Dictionary<int, double>();
        foreach (var (vantage, byBucket) in _byVantage)
        {
            double? least = null;
            foreach (var learned in byBucket)
            {
                if (learned is null)
                {
                    continue;
                }

                long? latest = null;
                foreach (var from in learned.Keys.TakeWhile(from => from <= bin).ToList())
                {
                    if (latest is { } older)
                    {
                        learned.Remove(older);
                    }

                    latest = from;
                }

                if (latest is { } at)
                {
                    least = Math.Min(least ?? double.MaxValue, learned[at]);
                }
            }

            if (least is { } found)
            {
                every.Add(number(vantage), found);
            }
        }

        return every;
    }
}
