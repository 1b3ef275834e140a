using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace StreamWatch.Bgp.Statistics;

/// <summary>
/// Counts distinct IPv4 prefixes, of one file and of all. One table serves both: each slot remembers the file that last had its prefix.
/// Open addressing with linear probing, 8 bytes a slot, at most three quarters full.
/// </summary>
internal sealed class IPv4PrefixCounter
{
    private const int FirstBits = 14;
    private const int FileBits = 24;
    private const ulong FileMask = (1UL << FileBits) - 1;
    private const ulong AllBits = (1UL << 40) - 1;
    private const ulong Multiplier = 0x9E3779B97F4A7C15UL;

    private readonly ulong[] waiting = new ulong[32];

    // 40 bits of address and length plus one, so that zero means empty; 24 bits of file.
    private ulong[] slots = new ulong[1 << FirstBits];
    private int shift = 64 - FirstBits;
    private ulong file;
    private int waitingCount;
    private int total;
    private int inFile;

    /// <summary>Distinct prefixes of all files.</summary>
    public int Total
    {
        get
        {
            LookUpWaiting();
            return total;
        }
    }

    /// <summary>Distinct prefixes since the last <see cref="NextFile"/>.</summary>
    public int InFile
    {
        get
        {
            LookUpWaiting();
            return inFile;
        }
    }

    /// <summary>Begins another file. After 16.7 million files a prefix could be missed in a file's own count.</summary>
    public void NextFile()
    {
        LookUpWaiting();
        file = (file + 1) & FileMask;
        inFile = 0;
    }

    /// <summary>
    /// Counts a prefix; host bits do not matter. The table is larger than the processor's nearest cache, so a prefix is looked up only when
    /// some more have been asked for, and its slot is fetched meanwhile.
    /// </summary>
    /// <param name="address">Left-aligned in 64 bits, as in <see cref="Wire.WirePrefix.High"/>.</param>
    /// <param name="length">0 to 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Add(ulong address, int length)
    {
        var key = ((address >> 24) & (AllBits << (40 - length))) | (uint)(length + 1);
        if (Sse.IsSupported)
        {
            // Only a hint: it does no harm when the collector moves the table meanwhile.
            Sse.Prefetch0(Unsafe.AsPointer(ref slots[(int)(key * Multiplier >> shift)]));
        }

        waiting[waitingCount++] = key;
        if (waitingCount == waiting.Length)
        {
            LookUpWaiting();
        }
    }

    private void LookUpWaiting()
    {
        foreach (var key in waiting.AsSpan(0, waitingCount))
        {
            LookUp(key);
        }

        waitingCount = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LookUp(ulong key)
    {
        var table = slots;
        for (var at = (int)(key * Multiplier >> shift); ; at = (at + 1) & (table.Length - 1))
        {
            var found = table[at];
            if (found >> FileBits == key)
            {
                if ((found & FileMask) != file)
                {
                    table[at] = (key << FileBits) | file;
                    inFile++;
                }

                return;
            }

            if (found == 0)
            {
                Insert(at, key);
                return;
            }
        }
    }

    private void Insert(int at, ulong key)
    {
        slots[at] = (key << FileBits) | file;
        inFile++;
        if (++total <= slots.Length / 4 * 3)
        {
            return;
        }

        var old = slots;
        slots = new ulong[old.Length * 2];
        shift--;
        foreach (var slot in old)
        {
            if (slot != 0)
            {
                at = (int)((slot >> FileBits) * Multiplier >> shift);
                while (slots[at] != 0)
                {
                    at = (at + 1) & (slots.Length - 1);
                }

                slots[at] = slot;
            }
        }
    }
}
