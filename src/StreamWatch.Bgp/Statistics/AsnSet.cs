using System.Numerics;
using System.Runtime.CompilerServices;

namespace StreamWatch.Bgp.Statistics;

/// <summary>Counts distinct ASNs: a bit each, in pages of 65,536 that are made when first needed.</summary>
public sealed class AsnSet
{
    private const int PageWords = 65536 / 64;

    private readonly ulong[]?[] pages = new ulong[65536][];
    private readonly ulong[] first = new ulong[PageWords];

    public AsnSet() => pages[0] = first;

    /// <summary>How many distinct ASNs were added.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var page in pages)
            {
                if (page is not null)
                {
                    foreach (var word in page)
                    {
                        count += BitOperations.PopCount(word);
                    }
                }
            }

            return count;
        }
    }

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

    public void UnionWith(AsnSet other)
    {
        for (var i = 0; i < pages.Length; i++)
        {
            if (other.pages[i] is { } theirs)
            {
                var ours = pages[i] ??= new ulong[PageWords];
                for (var word = 0; word < PageWords; word++)
                {
                    ours[word] |= theirs[word];
                }
            }
        }
    }

    /// <summary>Forgets everything and keeps the memory.</summary>
    public void Clear()
    {
        foreach (var page in pages)
        {
            page?.AsSpan().Clear();
        }
    }

    private void AddLarge(uint asn)
    {
        var page = pages[asn >> 16] ??= new ulong[PageWords];
        page[(asn >> 6) & (PageWords - 1)] |= 1UL << (int)(asn & 63);
    }
}
