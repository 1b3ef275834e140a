using System.Runtime.CompilerServices;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Statistics;

/// <summary>Counts distinct prefixes of one family: open addressing with linear probing, 16 or 24 bytes a slot, half full at most.</summary>
public sealed class PrefixSet
{
    private const int FirstCapacity = 1 << 12;

    private Slot[] slots = new Slot[FirstCapacity];
    private int mask = FirstCapacity - 1;

    /// <summary>How many distinct prefixes were added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a prefix; host bits do not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in Prefix prefix) => Add(new Slot(prefix.High, prefix.Low, prefix.Length + 1));

    /// <summary>Adds everything that <paramref name="other"/> holds.</summary>
    public void UnionWith(PrefixSet other)
    {
        foreach (ref readonly var slot in other.slots.AsSpan())
        {
            if (slot.Tag != 0)
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

    private void Add(in Slot slot)
    {
        var table = slots;
        for (var at = slot.Hash() & mask; ; at = (at + 1) & mask)
        {
            ref var found = ref table[at];
            if (found.Tag == 0)
            {
                found = slot;
                if (++Count > table.Length / 2)
                {
                    Grow();
                }

                return;
            }

            if (found.High == slot.High && found.Low == slot.Low && found.Tag == slot.Tag)
            {
                return;
            }
        }
    }

    private void Grow()
    {
        var old = slots;
        slots = new Slot[old.Length * 4];
        mask = slots.Length - 1;
        Count = 0;
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Tag != 0)
            {
                Add(slot);
            }
        }
    }

    /// <param name="High">First 64 bits.</param>
    /// <param name="Low">Last 64 bits.</param>
    /// <param name="Tag">Length plus one, so that zero means empty.</param>
    private readonly record struct Slot(ulong High, ulong Low, int Tag)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Hash()
        {
            var mixed = (High + (Low * 0x9E3779B97F4A7C15UL) + (ulong)Tag) * 0xD6E8FEB86659FD93UL;
            return (int)(mixed >> 33);
        }
    }
}
