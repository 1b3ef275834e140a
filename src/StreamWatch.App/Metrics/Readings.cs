namespace StreamWatch.App.Metrics;

/// <summary>Numbers that others keep anyway, read together when metrics are collected. Safe for concurrent use.</summary>
internal sealed class Readings
{
    private readonly Lock _lock = new();
    private readonly List<Func<long>> _sources = [];

    /// <summary>Adds one. Called from any thread; it has to be quick.</summary>
    public void Add(Func<long> source)
    {
        lock (_lock)
        {
            _sources.Add(source);
        }
    }

    /// <summary>Their sum.</summary>
    public long Sum()
    {
        lock (_lock)
        {
            return _sources.Sum(source => source());
        }
    }
}
