using System.Runtime.CompilerServices;

namespace StreamWatch.Bgp.Statistics;

/// <summary>Counts distinct IPv4 prefixes: open addressing with linear probing, 8 bytes a slot, half full at most.</summary>
public sealed class IPv4PrefixSet
{
    private const int FirstCapacity = 1 << 12;

    // Address in the high half, length plus one below, so that zero means empty.
    private ulong[] slots = new ulong[FirstCapacity];
    private int shift = 64 - 12;

    /// <summary>How many distinct prefixes were added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a prefix; host bits do not count.</summary>
    /// <param name="address">Left-aligned in 64 bits, as in <see cref="Wire.WirePrefix.High"/>.</param>
    /// <param name="length">0 to 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong address, int length) =>
        Add((length == 0 ? 0 : address & (ulong.MaxValue << (64 - length))) | (uint)(length + 1));

    /// <summary>Adds everything that <paramref name="other"/> holds.</summary>
    public void UnionWith(IPv4PrefixSet other)
    {
        foreach (var slot in other.slots)
        {
            if (slot != 0)
            {
                Add(slot);
            }
        }
    }

    /// <summary>Forgets everything and keeps the memory.</summary>
    public void Clear()
    {
        if (Count > 0)
        {
            Array.Clear(slots);
            Count = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ulong slot)
    {
        var table = slots;
        var at = (int)(slot * 0x9E3779B97F4A7C15UL >> shift);
        while (true)
        {
            var found = table[at];
            if (found == slot)
            {
                return;
            }

            if (found == 0)
            {
                table[at] = slot;
                if (++Count > table.Length / 2)
                {
                    Grow();
                }

                return;
            }

            at = (at + 1) & (table.Length - 1);
        }
    }

    private void Grow()
    {
        var old = slots;
        slots = new ulong[old.Length * 4];
        shift -= 2;
        Count = 0;
        foreach (var slot in old)
        {
            if (slot != 0)
            {
                Add(slot);
            }
        }
    }
}
