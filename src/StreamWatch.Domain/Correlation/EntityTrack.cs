using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;

namespace StreamWatch.Domain.Correlation;

/// <summary>A group, an ASN or a country: its units, its routers, whether its units fail together, and what was seen of it bin by bin.</summary>
public sealed class EntityTrack
{
    /// <summary>Judged: so much of the time before an outage is kept to look for its first signs.</summary>
    private static readonly TimeSpan _remembered = TimeSpan.FromHours(2);

    // Judged: from a vantage point that most targets serve the network is there, from one that hardly any serves it is not.
    private const double MostServe = 0.8;
    private const double HardlyAnyServe = 0.2;

    private const double NanosInMinute = 6e10;

    private readonly LinkedList<EntityBin> _history = [];
    private readonly List<UnitTrack> _units = [];
    private readonly List<TargetTrack> _targets = [];
    private readonly int _kept;

    /// <param name="entity">What it is.</param>
    /// <param name="asns">The ASNs whose routes carry it.</param>
    /// <param name="options">The numbers that decide.</param>
    public EntityTrack(Entity entity, IReadOnlySet<uint> asns, ProbingOptions options)
    {
        Entity = entity;
        Asns = asns;
        Signal = new CorrelatedSignal(_units, options);
        _kept = (int)Math.Max(1, _remembered.Ticks / options.TargetBin.Ticks);
    }

    public Entity Entity { get; }

    /// <summary>The ASNs whose routes carry it.</summary>
    public IReadOnlySet<uint> Asns { get; }

    /// <summary>Its units, in order of their keys.</summary>
    public IReadOnlyList<UnitTrack> Units => _units;

    /// <summary>Everything that is probed of it, routers included, in order of number.</summary>
    public IReadOnlyList<TargetTrack> Targets => _targets;

    public CorrelatedSignal Signal { get; }

    /// <summary>First bin that an open incident still needs; null for none.</summary>
    public long? KeepFrom { get; set; }

    /// <summary>What was seen, oldest first: the two hours before an outage and all of it.</summary>
    public IReadOnlyCollection<EntityBin> History => _history;

    /// <summary>Adds a target; of a unit of correlation where it is one, routers are of none.</summary>
    public void Add(TargetTrack target, UnitTrack? unit)
    {
        if (!_targets.Contains(target))
        {
            _targets.Add(target);
            _targets.Sort((a, b) => a.Index.CompareTo(b.Index));
        }

        if (unit is not null && !_units.Contains(unit))
        {
            _units.Add(unit);
            _units.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        }
    }

    /// <summary>Writes down what was seen in the bin, and forgets what is older than needed.</summary>
    /// <param name="bin">Number of the bin.</param>
    /// <param name="vantages">The vantage points, by number.</param>
    public void Remember(long bin, IReadOnlyList<VantageWatch> vantages)
    {
        _history.AddLast(Look(bin, vantages));
        var from = Math.Min(bin, KeepFrom ?? bin) - _kept;
        while (_history.First is { } first && first.Value.Bin < from)
        {
            _history.RemoveFirst();
        }
    }

    private EntityBin Look(long bin, IReadOnlyList<VantageWatch> vantages)
    {
        var (serving, failing) = (0, 0);
        var kinds = new SortedDictionary<TargetKind, (int Serving, int Known)>();
        foreach (var unit in Units)
        {
            serving += unit.State == UnitState.Serving ? 1 : 0;
            failing += unit.State == UnitState.Failing ? 1 : 0;
        }

        var (probes, served, silent, slow, returns, alive) = (0, 0, 0, 0, 0, 0);
        var expectedBad = 0.0;
        var (down, known, routersDown, routersKnown) = (0, 0, 0, 0);
        var seenFrom = new (int Serving, int Known)[vantages.Count];
        foreach (var target in Targets)
        {
            var tally = target.Tally;
            if (target.Target.Kind != TargetKind.Router)
            {
                probes += tally.Probes;
                served += tally.Service;
                silent += tally.Silent;
                slow += tally.Slow;
                returns += tally.Returns;
                alive += tally.Alive;
                target.CountByVantage(vantages, seenFrom);
                expectedBad += tally.ExpectedBad;
            }

            if (target.Verdict != Verdict.Unknown)
            {
                known++;
                down += target.Verdict == Verdict.Down ? 1 : 0;
                routersKnown += target.Target.Kind == TargetKind.Router ? 1 : 0;
                routersDown += target is { Target.Kind: TargetKind.Router, Verdict: Verdict.Down } ? 1 : 0;
                var (kindServing, kindKnown) = kinds.GetValueOrDefault(target.Target.Kind);
                kinds[target.Target.Kind] = (kindServing + (target.IsFailing ? 0 : 1), kindKnown + 1);
            }
        }

        return new EntityBin
        {
            Bin = bin,
            UnitsServing = serving,
            UnitsFailing = failing,
            TargetsKnown = known,
            TargetsDown = down,
            Probes = probes,
            Served = served,
            Silent = silent,
            Slow = slow,
            ExpectedBad = expectedBad,
            Returns = returns,
            ProbeMinutes = Targets.Average(target => target.Interval) / NanosInMinute,
            Alive = alive,
            RoutersKnown = routersKnown,
            RoutersDown = routersDown,
            VantagesServed = seenFrom.Count(seen => seen.Known > 0 && seen.Serving >= MostServe * seen.Known),
            VantagesCutOff = seenFrom.Count(seen => seen.Known > 0 && seen.Serving <= HardlyAnyServe * seen.Known),
            Kinds = kinds,
        };
    }
}
