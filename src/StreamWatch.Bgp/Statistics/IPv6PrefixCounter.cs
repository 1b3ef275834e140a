using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Statistics;

/// <summary>Counts distinct IPv6 prefixes, of one file and of all, in the manner of <see cref="IPv4PrefixCounter"/> with 24 bytes a slot.</summary>
internal sealed class IPv6PrefixCounter
{
    private const int FirstBits = 12;

    private Slot[] slots = new Slot[1 << FirstBits];
    private int shift = 64 - FirstBits;
    private int file;

    /// <summary>Distinct prefixes of all files.</summary>
    public int Total { get; private set; }

    /// <summary>Distinct prefixes since the last <see cref="NextFile"/>.</summary>
    public int InFile { get; private set; }

    /// <summary>Begins another file.</summary>
    public void NextFile()
    {
        file++;
        InFile = 0;
    }

    /// <summary>Counts a prefix.</summary>
    public void Add(in Prefix prefix)
    {
        var tag = (short)(prefix.Length + 1);
        var at = Find(prefix.High, prefix.Low, tag);
        ref var slot = ref slots[at];
        if (slot.Tag == 0)
        {
            slot = new Slot { High = prefix.High, Low = prefix.Low, Tag = tag, File = file };
            InFile++;
            if (++Total > slots.Length / 4 * 3)
            {
                Grow();
            }
        }
        else if (slot.File != file)
        {
            slot.File = file;
            InFile++;
        }
    }

    /// <summary>The slot that holds the prefix, or the empty one where it belongs.</summary>
    private int Find(ulong high, ulong low, short tag)
    {
        var mixed = (high ^ (low * 0x9E3779B97F4A7C15UL) ^ (ulong)tag) * 0xD6E8FEB86659FD93UL;
        var at = (int)(mixed >> shift);
        while (slots[at].Tag != 0 && (slots[at].High != high || slots[at].Low != low || slots[at].Tag != tag))
        {
            at = (at + 1) & (slots.Length - 1);
        }

        return at;
    }

    private void Grow()
    {
        var old = slots;
        slots = new Slot[old.Length * 2];
        shift--;
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Tag != 0)
            {
                slots[Find(slot.High, slot.Low, slot.Tag)] = slot;
            }
        }
    }

    private struct Slot
    {
        public ulong High;
        public ulong Low;

        /// <summary>The file that last had the prefix.</summary>
        public int File;

        /// <summary>Length plus one, so that zero means empty.</summary>
        public short Tag;
    }
}
