namespace StreamWatch.Simulation.Hosts;

/// <summary>Whether a target serves, step by step: it stops under a chance of one half and serves again at 0.65, so that it does not flicker between.</summary>
internal sealed class Serving(int steps)
{
    private const double StopsUnder = 0.5;
    private const double ServesAt = 0.65;

    private readonly bool[] _away = new bool[steps];
    private bool _isAway;

    /// <summary>Whether it does not serve, by step.</summary>
    public IReadOnlyList<bool> Away => _away;

    /// <summary>Says what the chance to be served is in a step.</summary>
    public void Set(int step, double level)
    {
        _isAway = _isAway ? level < ServesAt : level < StopsUnder;
        _away[step] = _isAway;
    }
}
