namespace StreamWatch.Domain.Routing;

/// <summary>
/// Rows of bits, one bit a view, in pages of fixed height, so that growing by rows never copies and a full table
/// (1 M prefixes, 300 views) takes 40 MB. Rows are born zero. Widening copies once for every doubling of the views.
/// </summary>
public sealed class BitMatrix
{
    private const int PageShift = 12;
    private const int PageRows = 1 << PageShift;

    private readonly List<ulong[]> _pages = [];

    /// <summary>Number of 64-bit words in a row.</summary>
    public int Words { get; private set; } = 1;

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>The words of row <paramref name="row"/>; valid until the matrix is widened.</summary>
    public Span<ulong> this[int row] =>
        _pages[row >> PageShift].AsSpan((row & (PageRows - 1)) * Words, Words);

    /// <summary>Adds a row of zeros and returns its number.</summary>
    public int Add()
    {
        if (Rows == _pages.Count << PageShift)
        {
            _pages.Add(new ulong[PageRows * Words]);
        }

        return Rows++;
    }

    /// <summary>Makes room for <paramref name="bits"/> bits a row; never shrinks.</summary>
    public void EnsureBits(int bits)
    {
        var words = Words;
        while (words * 64 < bits)
        {
            words *= 2;
        }

        if (words == Words)
        {
            return;
        }

        for (var page = 0; page < _pages.Count; page++)
        {
            var wide = new ulong[PageRows * words];
            for (var row = 0; row < PageRows; row++)
            {
                _pages[page].AsSpan(row * Words, Words).CopyTo(wide.AsSpan(row * words));
            }

            _pages[page] = wide;
        }

        Words = words;
    }

    /// <summary>Whether the bit of <paramref name="view"/> is set in <paramref name="row"/>.</summary>
    public bool Get(int row, int view) => (this[row][view >> 6] >> (view & 63) & 1) != 0;

    /// <summary>Sets the bit; true where it was clear before.</summary>
    public bool Set(int row, int view)
    {
        ref var word = ref this[row][view >> 6];
        var bit = 1UL << (view & 63);
        var was = word & bit;
        word |= bit;
        return was == 0;
    }

    /// <summary>Clears the bit; true where it was set before.</summary>
    public bool Clear(int row, int view)
    {
        ref var word = ref this[row][view >> 6];
        var bit = 1UL << (view & 63);
        var was = word & bit;
        word &= ~bit;
        return was != 0;
    }
}
