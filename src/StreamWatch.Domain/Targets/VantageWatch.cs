namespace StreamWatch.Domain.Targets;

/// <summary>
/// Whether a vantage point can be believed: it is heard, and its controls answer. One that is not healthy does not vote, and what it did
/// not get an answer to meanwhile is not held against anybody.
/// </summary>
public sealed class VantageWatch(ProbingOptions options)
{
    // Judged. A control that misses one probe proves nothing; half of several, or one twice in a row, or a fifth over five bins does.
    private const int WindowBins = 5;
    private const double SilentShare = 0.5;
    private const double LossyShare = 0.2;
    private const int LossyProbes = 5;
    private const int GoodBinsNeeded = 2;
    private const int StaleIntervals = 3;

    private readonly Queue<(int Probes, int Silent)> _window = new();
    private readonly Dictionary<int, bool> _wasSilent = [];
    private long _lastHeardNanos = long.MinValue;
    private int _probes;
    private int _silent;
    private bool _silentAgain;
    private int _goodBins = GoodBinsNeeded;

    /// <summary>Whether it voted in the bin closed last.</summary>
    public bool IsHealthy { get; private set; }

    /// <summary>Whether it was ever heard.</summary>
    public bool IsKnown => _lastHeardNanos != long.MinValue;

    /// <summary>It sends heartbeats; otherwise only its results tell that it is alive.</summary>
    public bool HasHeartbeats { get; private set; }

    /// <summary>It was alive at that time.</summary>
    /// <param name="atNanos">Nanoseconds since the epoch.</param>
    /// <param name="isHeartbeat">It said so itself; otherwise a result of it came in.</param>
    public void Hear(long atNanos, bool isHeartbeat)
    {
        HasHeartbeats |= isHeartbeat;
        _lastHeardNanos = Math.Max(_lastHeardNanos, atNanos);
    }

    /// <summary>A control answered it or did not.</summary>
    public void SeeControl(int control, bool answered)
    {
        _probes++;
        _silent += answered ? 0 : 1;
        _silentAgain |= !answered && _wasSilent.GetValueOrDefault(control);
        _wasSilent[control] = !answered;
    }

    /// <summary>Decides for the bin that ends then whether it is healthy.</summary>
    /// <param name="endNanos">End of the bin, nanoseconds since the epoch.</param>
    /// <param name="resultsEveryNanos">How often results are to be expected of it; matters where it sends no heartbeats.</param>
    public bool Close(long endNanos, double resultsEveryNanos)
    {
        var silence = HasHeartbeats ? options.IdleNanos : Math.Max(options.IdleNanos, StaleIntervals * resultsEveryNanos);
        var heard = IsKnown && endNanos - _lastHeardNanos <= silence;
        var isGood = heard && !ControlsFail();
        _goodBins = isGood ? _goodBins + 1 : 0;
        IsHealthy = _goodBins >= GoodBinsNeeded;
        (_probes, _silent, _silentAgain) = (0, 0, false);
        return IsHealthy;
    }

    private bool ControlsFail()
    {
        _window.Enqueue((_probes, _silent));
        if (_window.Count > WindowBins)
        {
            _window.Dequeue();
        }

        var now = _probes > 0 && _silent >= SilentShare * _probes && (_silent > 1 || _silentAgain);
        var (probes, silent) = (_window.Sum(bin => bin.Probes), _window.Sum(bin => bin.Silent));
        return now || (probes >= LossyProbes && silent > 1 && silent >= LossyShare * probes);
    }
}
