using System.Text;

namespace StreamWatch.Collectors.Probing.Scheduling;

/// <summary>
/// When each target is due. Intervals are aligned to the epoch, as bins are, and every target has exactly one slot in each of its intervals: the interval
/// is cut into <see cref="Cells"/> cells, the target's name picks one for good, and each round picks a moment in it. So targets are spread evenly,
/// no two probes of a target are further apart than an interval and a cell, and the same seed gives the same plan.
/// </summary>
/// <param name="vantage">Name of the vantage point: two of them do not probe a target in step.</param>
/// <param name="seed">Any number; another gives another plan.</param>
public sealed class ProbeSchedule(string vantage, int seed = 0)
{
    /// <summary>Cells of an interval; the jitter of a round is one of them.</summary>
    public const int Cells = 20;

    private readonly ulong start = Hash(Mix((ulong)(uint)seed), vantage);

    /// <summary>The slots of a target.</summary>
    /// <param name="target">Its name.</param>
    /// <param name="interval">How often it is probed, at least 1 ms.</param>
    public ProbeSlots Of(string target, TimeSpan interval) => new(Mix(Hash(start, target)), interval.Ticks * TimeSpan.NanosecondsPerTick);

    /// <summary>Spreads the bits of a number over all of it (SplitMix64, Steele et al. 2014).</summary>
    internal static ulong Mix(ulong number)
    {
        number += 0x9E3779B97F4A7C15UL;
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9UL;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EBUL;
        return number ^ (number >> 31);
    }

    /// <summary>FNV-1a: the same in every run and on every machine, which the framework's own hash is not.</summary>
    private static ulong Hash(ulong from, string text)
    {
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            from = (from ^ one) * 0x100000001B3UL;
        }

        return from;
    }
}
