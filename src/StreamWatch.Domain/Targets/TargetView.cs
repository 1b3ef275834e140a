using StreamWatch.Domain.Probing;

namespace StreamWatch.Domain.Targets;

/// <summary>A target as one vantage point sees it: two beliefs (it answers; it serves), its own long-term rates, and what is unusual just now.</summary>
public sealed class TargetView
{
    private const int RecentProbes = 5;

    // Judged: without history nine in ten of ten probes are answered; a rate is never taken for better than 0.99 nor worse than 0.1.
    private const double UsualRate = 0.99;
    private const double UsualWeight = 10;
    private const double BestRate = 0.99;
    private const double WorstRate = 0.1;

    /// <summary>Judged: so unlikely must as many bad probes among the last five be, for a target with its rate, to call it degraded.</summary>
    private const double DegradedBelow = 1e-3;

    private const double LeastBadRate = 0.02;
    private const int StaleIntervals = 3;

    private readonly Belief _answers = new();
    private readonly Belief _serves = new();
    private readonly LongTermRate _answerRate;
    private readonly LongTermRate _serviceRate;
    private readonly LongTermRate _badRate;
    private readonly RoundTripBaseline _roundTrips;
    private readonly List<OutcomeClass> _pending = [];
    private uint _recent;
    private int _recentCount;
    private double _intervalNanos;
    private long _lastNanos = long.MinValue;

    /// <param name="interval">How often it is probed; learned from the results where they come less often.</param>
    /// <param name="window">Memory of its rates.</param>
    public TargetView(TimeSpan interval, TimeSpan window)
    {
        _intervalNanos = interval.Ticks * (double)TimeSpan.NanosecondsPerTick;
        var memory = Math.Max(UsualWeight, (double)window.Ticks / interval.Ticks);
        _answerRate = new LongTermRate(UsualRate, UsualWeight, memory);
        _serviceRate = new LongTermRate(UsualRate, UsualWeight, memory);
        _badRate = new LongTermRate(1 - UsualRate, UsualWeight, memory);
        _roundTrips = new RoundTripBaseline(memory);
    }

    /// <summary>The round trip times that are usual for it.</summary>
    public RoundTripBaseline RoundTrips => _roundTrips;

    /// <summary>Its own rate of bad (silent or slow) probes, at least 0.02.</summary>
    public double BadRate => Math.Max(LeastBadRate, _badRate.Value);

    /// <summary>How often results come, nanoseconds.</summary>
    public double IntervalNanos => _intervalNanos;

    /// <summary>Whether nothing answered the last probe.</summary>
    public bool LostLast { get; private set; }

    /// <summary>What this vantage point believed at the end of the bin closed last.</summary>
    public Verdict Verdict { get; private set; }

    /// <summary>Decides what is believed at the end of a bin, nanoseconds since the epoch.</summary>
    public Verdict Close(long endNanos) => Verdict = VerdictAt(endNanos);

    /// <summary>What this vantage point believes at that time; unknown where it has not looked for three intervals.</summary>
    public Verdict VerdictAt(long nanos)
    {
        if (_lastNanos == long.MinValue || nanos - _lastNanos > StaleIntervals * _intervalNanos || _answers.IsUp is not { } answers)
        {
            return Verdict.Unknown;
        }

        if (!answers)
        {
            return Verdict.Down;
        }

        return _serves.IsUp switch
        {
            false => Verdict.Failing,
            true => IsDegraded ? Verdict.Degraded : Verdict.Up,
            _ => Verdict.Unknown,
        };
    }

    /// <summary>Takes a result that says something of the target.</summary>
    /// <returns>Whether it was slow.</returns>
    public bool See(in ProbeObservation probe)
    {
        if (_lastNanos != long.MinValue && probe.AtNanos > _lastNanos)
        {
            var gap = probe.AtNanos - _lastNanos;
            _intervalNanos = gap > StaleIntervals * _intervalNanos ? _intervalNanos : Math.Max(_intervalNanos, (0.75 * _intervalNanos) + (0.25 * gap));
        }

        _lastNanos = Math.Max(_lastNanos, probe.AtNanos);
        var answered = probe.Class != OutcomeClass.Silent;
        var served = probe.Class == OutcomeClass.Service;
        var slow = served && _roundTrips.IsSlow(probe.RttMilliseconds);
        LostLast = !answered;
        _recent = (_recent << 1) | (answered && !slow ? 0u : 1u);
        _recentCount = Math.Min(_recentCount + 1, RecentProbes);
        _answers.See(answered, Rate(_answerRate));
        _serves.See(served, Rate(_serviceRate));
        Remember(probe, slow);
        return slow;
    }

    private static double Rate(LongTermRate rate) => Math.Clamp(rate.Value, WorstRate, BestRate);

    /// <summary>
    /// The long-term rates know no outages: a result that was not an answer of the service waits until the next answer shows that it was a
    /// stray loss, and is forgotten where the target is found failing or down.
    /// </summary>
    private void Remember(in ProbeObservation probe, bool slow)
    {
        if (_answers.IsUp == false || _serves.IsUp == false)
        {
            _pending.Clear();
            return;
        }

        if (probe.Class != OutcomeClass.Service)
        {
            _pending.Add(probe.Class);
            return;
        }

        foreach (var lost in _pending)
        {
            Count(lost, slow: false);
        }

        _pending.Clear();
        Count(OutcomeClass.Service, slow);
        if (!double.IsNaN(probe.RttMilliseconds))
        {
            _roundTrips.See(probe.RttMilliseconds);
        }
    }

    private void Count(OutcomeClass result, bool slow)
    {
        _answerRate.See(result != OutcomeClass.Silent);
        _serviceRate.See(result == OutcomeClass.Service);
        _badRate.See(slow || result == OutcomeClass.Silent);
    }

    private bool IsDegraded
    {
        get
        {
            var bad = System.Numerics.BitOperations.PopCount(_recent & ((1u << _recentCount) - 1));
            return bad > 1 && Binomial.AtLeast(bad, _recentCount, BadRate) < DegradedBelow;
        }
    }
}
