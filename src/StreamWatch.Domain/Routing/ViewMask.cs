using System.Numerics;

namespace StreamWatch.Domain.Routing;

/// <summary>A set of views, as wide as the rows of the matrices it is compared with.</summary>
public sealed class ViewMask
{
    private ulong[] _words = new ulong[1];

    /// <summary>The bits, 64 views a word.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    /// <summary>How many views are in the set.</summary>
    public int Count { get; private set; }

    /// <summary>Widens the set to <paramref name="words"/> words; never shrinks.</summary>
    public void EnsureWords(int words)
    {
        if (words > _words.Length)
        {
            Array.Resize(ref _words, words);
        }
    }

    /// <summary>The bits of the views 64·<paramref name="index"/> and on; 0 beyond the end.</summary>
    public ulong Word(int index) => index < _words.Length ? _words[index] : 0;

    public bool Contains(int view) => view >> 6 < _words.Length && (_words[view >> 6] >> (view & 63) & 1) != 0;

    public void Set(int view, bool value)
    {
        EnsureWords((view >> 6) + 1);
        var bit = 1UL << (view & 63);
        ref var word = ref _words[view >> 6];
        var had = (word & bit) != 0;
        if (had != value)
        {
            word ^= bit;
            Count += value ? 1 : -1;
        }
    }

    /// <summary>Takes these bits in place of its own, 64 views a word.</summary>
    public void Set(ReadOnlySpan<ulong> words)
    {
        EnsureWords(words.Length);
        Array.Clear(_words);
        words.CopyTo(_words);
        Count = CountIn(_words);
    }

    public void Clear()
    {
        Array.Clear(_words);
        Count = 0;
    }

    /// <summary>How many of the set bits of <paramref name="row"/> belong to this set.</summary>
    public int CountIn(ReadOnlySpan<ulong> row)
    {
        var count = 0;
        for (var i = 0; i < row.Length && i < _words.Length; i++)
        {
            count += BitOperations.PopCount(row[i] & _words[i]);
        }

        return count;
    }
}
