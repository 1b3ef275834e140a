namespace StreamWatch.Simulation.Randomness;

/// <summary>Hashes that are part of what a seed means: choices that have to be the same however often they are asked for.</summary>
internal static class Scatter
{
    /// <summary>The finalizer of splitmix64.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    public static ulong Hash(ulong seed, ulong a, ulong b = 0, ulong c = 0) =>
        Mix(Mix(Mix(seed + 0x9E3779B97F4A7C15UL + a) + 0x9E3779B97F4A7C15UL + b) + 0x9E3779B97F4A7C15UL + c);

    /// <summary>Uniform in [0, 1) by hash.</summary>
    public static double Unit(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));
}
