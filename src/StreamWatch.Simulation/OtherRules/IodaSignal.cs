namespace StreamWatch.Simulation.OtherRules;

/// <summary>
/// IODA's rule on one series, value by value: the ratio to the median of the history, in which extremes stand replaced by the median. An outage
/// begins with the first critical value and ends with the first that is normal, as IODA joins alerts to events; a warning alone begins none.
/// </summary>
public sealed class IodaSignal(IodaOptions options)
{
    private readonly Queue<double> _history = new();
    private readonly List<double> _sorted = [];
    private readonly Queue<double> _replaced = new();
    private readonly int _most = options.Bins(options.History);
    private readonly int _needed = options.Bins(options.WarmUp);

    /// <summary>Whether an outage is on.</summary>
    public bool IsOut { get; private set; }

    /// <summary>The ratio of the last value to the median; null where it was not judged.</summary>
    public double? Ratio { get; private set; }

    /// <summary>Takes the value of the next bin.</summary>
    /// <param name="value">0 and up; null where there is none, which changes nothing.</param>
    public IodaLevel Step(double? value)
    {
        Ratio = null;
        if (value is not { } now)
        {
            return IodaLevel.Unknown;
        }

        if (_sorted.Count < _needed)
        {
            Add(now);
            return IodaLevel.Unknown;
        }

        Ratio = RatioTo(Median, now);
        if (Ratio < options.ReplacedBelow || Ratio > options.ReplacedAbove)
        {
            Replace(now);
        }
        else
        {
            _replaced.Clear();
            Add(now);
        }

        if (Ratio is not { } ratio)
        {
            return IodaLevel.Unknown;
        }

        var level = ratio < options.CriticalBelow ? IodaLevel.Critical : ratio < options.WarningBelow ? IodaLevel.Warning : IodaLevel.Normal;
        IsOut = level == IodaLevel.Critical || (IsOut && level == IodaLevel.Warning);
        return level;
    }

    /// <summary>The lower of the two middle values (nearest rank), as Watchtower has it.</summary>
    private double Median => _sorted[((_sorted.Count + 1) / 2) - 1];

    private static double? RatioTo(double median, double value) => median > 0 ? value / median : null;

    /// <summary>Keeps an extreme value out of the history, or takes what has been extreme for too long for the new normal.</summary>
    private void Replace(double now)
    {
        if (_replaced.Count < options.Bins(options.ReplacedFor))
        {
            _replaced.Enqueue(now);
            Add(Median);
            return;
        }

        _history.Clear();
        _sorted.Clear();
        while (_replaced.TryDequeue(out var before))
        {
            Add(before);
        }

        Ratio = RatioTo(Median, now);
        Add(now);
    }

    private void Add(double value)
    {
        _history.Enqueue(value);
        var place = _sorted.BinarySearch(value);
        _sorted.Insert(place < 0 ? ~place : place, value);
        if (_history.Count > _most)
        {
            _sorted.RemoveAt(_sorted.BinarySearch(_history.Dequeue()));
        }
    }
}
