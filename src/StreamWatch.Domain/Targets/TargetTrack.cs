using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;

namespace StreamWatch.Domain.Targets;

/// <summary>A target over time: what each vantage point believes, what the healthy ones agree on, and the tallies of the bin being filled.</summary>
public sealed class TargetTrack
{
    private readonly ProbingOptions _options;
    private readonly SortedDictionary<int, TargetView> _views = [];
    private readonly List<double> _roundTrips = [];
    private TargetTally _tally = new();

    /// <param name="index">Its number.</param>
    /// <param name="target">What it is.</param>
    /// <param name="isControl">Whether it tells of the vantage points' health.</param>
    /// <param name="options">The numbers that decide.</param>
    public TargetTrack(int index, WatchedTarget target, bool isControl, ProbingOptions options)
    {
        Index = index;
        Target = target;
        IsControl = isControl;
        _options = options;
    }

    public int Index { get; }

    public WatchedTarget Target { get; }

    public bool IsControl { get; }

    /// <summary>What was agreed on in the bin closed last.</summary>
    public Verdict Verdict { get; private set; }

    /// <summary>Whether it neither serves nor is unknown.</summary>
    public bool IsFailing => Verdict is Verdict.Failing or Verdict.Down;

    /// <summary>What was counted in the bin closed last.</summary>
    public TargetTally Tally { get; private set; } = new();

    /// <summary>How often vantage points give results of it, nanoseconds, mean over them; null where none gave any.</summary>
    public double? Interval => _views.Count == 0 ? null : _views.Values.Average(view => view.IntervalNanos);

    /// <summary>Takes a result of a vantage point that is healthy in its bin.</summary>
    public void See(in ProbeObservation probe)
    {
        if (probe.Class == OutcomeClass.NotTheTargets)
        {
            _tally = _tally with { NotTheTargets = _tally.NotTheTargets + 1 };
            return;
        }

        if (!_views.TryGetValue(probe.Vantage, out var view))
        {
            _views.Add(probe.Vantage, view = new TargetView(Target.Probe?.Interval ?? ProbeSetting.DefaultInterval, _options.BaselineWindow));
        }

        var expectedBad = view.BadRate;
        var wasLost = view.LostLast;
        var slow = view.See(probe);
        _tally = _tally with
        {
            Probes = _tally.Probes + 1,
            Service = _tally.Service + (probe.Class == OutcomeClass.Service ? 1 : 0),
            Alive = _tally.Alive + (probe.Class == OutcomeClass.Alive ? 1 : 0),
            Silent = _tally.Silent + (probe.Class == OutcomeClass.Silent ? 1 : 0),
            Slow = _tally.Slow + (slow ? 1 : 0),
            Returns = _tally.Returns + (wasLost && probe.Class == OutcomeClass.Service ? 1 : 0),
            ExpectedBad = _tally.ExpectedBad + expectedBad,
        };
        if (probe.Class == OutcomeClass.Service && !double.IsNaN(probe.RttMilliseconds))
        {
            _roundTrips.Add(probe.RttMilliseconds);
        }
    }

    /// <summary>A result of a vantage point that is not healthy: counted, and it decides nothing.</summary>
    public void SeeDoubtful() => _tally = _tally with { Doubtful = _tally.Doubtful + 1 };

    /// <summary>Has the healthy vantage points vote on the bin that ends then.</summary>
    public Verdict Close(long endNanos, IReadOnlyList<VantageWatch> vantages)
    {
        Span<int> votes = stackalloc int[5];
        foreach (var (vantage, view) in _views)
        {
            if (vantages[vantage].IsHealthy)
            {
                votes[(int)view.Close(endNanos)]++;
            }
        }

        Verdict = Count(votes);
        _roundTrips.Sort();
        Tally = _tally with
        {
            Voters = votes[1] + votes[2] + votes[3] + votes[4],
            MedianRtt = _roundTrips.Count == 0 ? null : _roundTrips[_roundTrips.Count / 2],
        };
        _tally = new TargetTally();
        _roundTrips.Clear();
        return Verdict;
    }

    /// <summary>Adds what each healthy vantage point believed in the bin closed last to its counts.</summary>
    /// <param name="vantages">The vantage points, by number.</param>
    /// <param name="counts">Of each vantage point, targets that serve and targets of which anything is known.</param>
    public void CountByVantage(IReadOnlyList<VantageWatch> vantages, Span<(int Serving, int Known)> counts)
    {
        foreach (var (vantage, view) in _views)
        {
            if (vantages[vantage].IsHealthy && view.Verdict != Verdict.Unknown)
            {
                var (serving, known) = counts[vantage];
                counts[vantage] = (serving + (view.Verdict is Verdict.Up or Verdict.Degraded ? 1 : 0), known + 1);
            }
        }
    }

    /// <summary>The majority's word; where the vantage points are divided in halves the target is degraded: some users reach it.</summary>
    private static Verdict Count(ReadOnlySpan<int> votes)
    {
        var (up, degraded, failing, down) = (votes[(int)Verdict.Up], votes[(int)Verdict.Degraded], votes[(int)Verdict.Failing], votes[(int)Verdict.Down]);
        var serving = up + degraded;
        if (serving + failing + down == 0)
        {
            return Verdict.Unknown;
        }

        if (failing + down > serving)
        {
            return down > failing ? Verdict.Down : Verdict.Failing;
        }

        return failing + down == serving || degraded > up ? Verdict.Degraded : Verdict.Up;
    }
}
