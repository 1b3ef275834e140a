using StreamWatch.Domain.Routing;

namespace StreamWatch.Schemas.Batches;

/// <summary>
/// Which partition a prefix or a name belongs to: a hash that mixes every bit (the finalizer of MurmurHash3), so that prefixes that differ in one bit spread
/// evenly. Part of the contract: it is the same in every process and version.
/// </summary>
public static class Partitioner
{
    /// <summary>The partition of a prefix, 0 to <paramref name="partitions"/> - 1.</summary>
    public static int Of(in Prefix prefix, int partitions) =>
        Reduce(Mix(prefix.High ^ Mix(prefix.Low ^ ((ulong)prefix.Length << 8) ^ (byte)prefix.Family)), partitions);

    /// <summary>The partition of a name.</summary>
    public static int Of(ReadOnlySpan<char> name, int partitions)
    {
        var hash = 0UL;
        foreach (var c in name)
        {
            hash = Mix(hash ^ c);
        }

        return Reduce(hash, partitions);
    }

    private static int Reduce(ulong hash, int partitions) => (int)Math.BigMul(hash, (ulong)partitions, out _);

    private static ulong Mix(ulong x)
    {
        x ^= x >> 33;
        x *= 0xff51afd7ed558ccd;
        x ^= x >> 33;
        x *= 0xc4ceb9fe1a85ec53;
        return x ^ (x >> 33);
    }
}
