using System.Numerics;
using System.Runtime.CompilerServices;

namespace StreamWatch.Bgp.Statistics;

/// <summary>Counts distinct ASNs, of one file and of all: a bit each, in pages of 65,536 that are made when first needed.</summary>
internal sealed class AsnCounter
{
    private const int PageWords = 65536 / 64;

    private readonly Dictionary<uint, ulong[]> total = [];
    private readonly Dictionary<uint, ulong[]> inFile = [];
    private readonly ulong[] first = new ulong[PageWords];

    public AsnCounter() => inFile[0] = first;

    /// <summary>Distinct ASNs of all files that were ended with <see cref="NextFile"/>.</summary>
    public int Total => Bits(total);

    /// <summary>Distinct ASNs since the last <see cref="NextFile"/>.</summary>
    public int InFile => Bits(inFile);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint asn)
    {
        if (asn < 65536)
        {
            first[asn >> 6] |= 1UL << (int)(asn & 63);
        }
        else
        {
            AddLarge(asn);
        }
    }

    /// <summary>Ends a file: what it had goes into the total.</summary>
    public void NextFile()
    {
        foreach (var (number, page) in inFile)
        {
            var sum = PageOf(total, number);
            for (var word = 0; word < PageWords; word++)
            {
                sum[word] |= page[word];
            }

            Array.Clear(page);
        }
    }

    private static int Bits(Dictionary<uint, ulong[]> pages)
    {
        var count = 0;
        foreach (var page in pages.Values)
        {
            foreach (var word in page)
            {
                count += BitOperations.PopCount(word);
            }
        }

        return count;
    }

    private static ulong[] PageOf(Dictionary<uint, ulong[]> pages, uint number)
    {
        if (!pages.TryGetValue(number, out var page))
        {
            page = new ulong[PageWords];
            pages.Add(number, page);
        }

        return page;
    }

    private void AddLarge(uint asn) => PageOf(inFile, asn >> 16)[(asn >> 6) & (PageWords - 1)] |= 1UL << (int)(asn & 63);
}
