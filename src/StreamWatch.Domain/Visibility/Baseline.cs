namespace StreamWatch.Domain.Visibility;

/// <summary>
/// Median of the visibility of the bins in the window. Values are kept in steps of 1/65,535, two bytes a bin; the
/// median is found again only when the values on either side of it have changed.
/// </summary>
public sealed class Baseline(int windowBins)
{
    private const double Scale = ushort.MaxValue;

    private ushort[] _values = new ushort[Math.Min(16, windowBins)];
    private int _next;
    private int _below;
    private int _equal;
    private ushort _median;

    /// <summary>Bins in the window, at most the window's width.</summary>
    public int Count { get; private set; }

    /// <summary>The median (the lower of the two middle values), 0 to 1; null where there is no bin yet.</summary>
    public double? Median => Count == 0 ? null : _median / Scale;

    /// <summary>Adds a bin; the oldest leaves where the window is full.</summary>
    public void Add(double visibility)
    {
        var value = (ushort)Math.Round(Math.Clamp(visibility, 0, 1) * Scale);
        if (Count == windowBins)
        {
            Leave(_values[_next]);
        }
        else
        {
            Grow();
            Count++;
        }

        _values[_next] = value;
        _next = (_next + 1) % windowBins;
        _below += value < _median ? 1 : 0;
        _equal += value == _median ? 1 : 0;
        var middle = (Count - 1) / 2;
        if (middle < _below || middle >= _below + _equal)
        {
            FindMedian(middle);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Count = _next = _below = _equal = 0;
        _median = 0;
    }

    private void Leave(ushort value)
    {
        _below -= value < _median ? 1 : 0;
        _equal -= value == _median ? 1 : 0;
    }

    private void Grow()
    {
        if (_next == _values.Length)
        {
            Array.Resize(ref _values, Math.Min(windowBins, _values.Length * 2));
        }
    }

    private void FindMedian(int middle)
    {
        Span<ushort> sorted = Count <= 1024 ? stackalloc ushort[Count] : new ushort[Count];
        _values.AsSpan(0, Count).CopyTo(sorted);
        sorted.Sort();
        _median = sorted[middle];
        _below = sorted.IndexOf(_median);
        _equal = sorted.LastIndexOf(_median) - _below + 1;
    }
}
