namespace StreamWatch.Simulation.Randomness;

/// <summary>
/// A pseudo-random source that gives the same numbers for the same seed on every machine and runtime version (which
/// <see cref="Random"/> does not promise): xoshiro256** by Blackman and Vigna (2018), seeded by splitmix64.
/// </summary>
public sealed class Prng
{
    private readonly ulong _seed;
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public Prng(ulong seed)
    {
        _seed = seed;
        var state = seed;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>
    /// A source of its own for a part of the simulation, so that one part drawing more numbers changes nothing elsewhere.
    /// It depends on the seed and the label only, not on what was drawn before.
    /// </summary>
    public Prng Fork(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        var hash = 0xCBF29CE484222325UL;
        foreach (var letter in label)
        {
            hash = (hash ^ letter) * 0x100000001B3UL;
        }

        return new Prng(Scatter.Hash(_seed, hash));
    }

    /// <summary>Uniform over 64 bits.</summary>
    public ulong NextUInt64()
    {
        var result = ulong.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = ulong.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [from, below).</summary>
    public int Whole(int from, int below) => from + (int)(NextDouble() * (below - from));

    /// <summary>Uniform in [from, below).</summary>
    public double Between(double from, double below) => from + (NextDouble() * (below - from));

    /// <summary>A time span uniform in [from, below) seconds, in whole microseconds.</summary>
    public TimeSpan Seconds(double from, double below) => TimeSpan.FromMicroseconds(Math.Floor(Between(from, below) * 1e6));

    /// <summary>A time span uniform in [from, below) minutes, in whole seconds.</summary>
    public TimeSpan Minutes(double from, double below) => TimeSpan.FromSeconds(Math.Floor(Between(from, below) * 60));

    /// <summary>The time to the next of events that come independently of each other, in whole microseconds.</summary>
    public TimeSpan Exponential(TimeSpan mean) =>
        TimeSpan.FromMicroseconds(Math.Floor(-Math.Log(1 - NextDouble()) * mean.TotalMicroseconds));

    /// <summary>True with the probability given.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>One of the items, all equally likely.</summary>
    public T Pick<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items[Whole(0, items.Count)];
    }

    /// <summary>A new list of the items in random order.</summary>
    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var list = new List<T>(items);
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Whole(0, i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }

        return list;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        return Scatter.Mix(state);
    }
}
