using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.Hosts;

/// <summary>Whether some prefixes of a network are routed, and since when each vantage point sees it: routes converge within a minute or so.</summary>
internal sealed class RouteSight
{
    private readonly List<(double At, bool IsThere)> _changes = [];
    private double[] _delays = [];
    private double _changedAt = double.NegativeInfinity;

    /// <summary>Whether a session announces them.</summary>
    public bool IsThere { get; private set; } = true;

    /// <summary>When they came and went, seconds, in order.</summary>
    public IReadOnlyList<(double At, bool IsThere)> Changes => _changes;

    public void Reset(int vantages)
    {
        _changes.Clear();
        _delays = new double[vantages];
        _changedAt = double.NegativeInfinity;
        IsThere = true;
    }

    public void Set(bool isThere, double at, Prng random)
    {
        if (isThere == IsThere)
        {
            return;
        }

        IsThere = isThere;
        _changedAt = at;
        _changes.Add((at, isThere));
        for (var vantage = 0; vantage < _delays.Length; vantage++)
        {
            _delays[vantage] = random.Between(3, 65);
        }
    }

    /// <summary>Whether the networks that a vantage point's packets cross have the routes.</summary>
    public bool IsSeenBy(int vantage, double now) => now >= _changedAt + _delays[vantage] ? IsThere : !IsThere;
}
