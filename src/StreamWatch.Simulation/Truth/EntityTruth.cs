using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Running;

namespace StreamWatch.Simulation.Truth;

/// <summary>When the hosts of some networks were away together, from what was really so in every step.</summary>
internal sealed class EntityTruth
{
    /// <summary>A unit that has been away for longer is no news.</summary>
    private const double LongAway = 3600;

    private const int LeastUnits = 3;

    /// <summary>What is over sooner is no outage, yet no rule can be blamed for seeing it.</summary>
    private const double LeastSeconds = 300;

    private readonly HostRecord _record;
    private readonly List<TrueUnit> _units;
    private readonly double _longestInterval;

    public EntityTruth(HostRecord record, IReadOnlyList<Site> sites)
    {
        _record = record;
        var targets = record.World.Targets.Where(target => sites.Contains(target.Site) && target.Kind != TargetKind.Router).ToList();
        _units = [.. targets.GroupBy(target => target.Unit).Select(unit => new TrueUnit(record, [.. unit]))];
        _longestInterval = targets.Count == 0 ? 0 : targets.Max(target => target.Interval);
    }

    /// <summary>Stretches in which half of the units were away, yet too briefly to count.</summary>
    public List<(int From, int To)> Brief { get; } = [];

    public List<EntityOutage> Find()
    {
        var outages = new List<EntityOutage>();
        var failing = Failing();
        var lasting = Steps(Math.Max(LeastSeconds, 3 * _longestInterval));
        for (var step = 0; step < _record.Steps; step++)
        {
            if (!failing[step].IsFailing)
            {
                continue;
            }

            var until = Math.Min(_record.Steps, step + lasting);
            if (step + lasting > _record.Steps || Enumerable.Range(step, lasting).Count(i => failing[i].IsFailing) < 0.8 * lasting)
            {
                var to = step;
                while (to < until && failing[to].IsFailing)
                {
                    to++;
                }

                Brief.Add((step, to));
                step = to;
                continue;
            }

            var outage = Follow(step, failing[step].Units);
            outages.Add(outage);
            step = outage.End;
        }

        return outages;
    }

    private int Steps(double seconds) => (int)Math.Ceiling(seconds / _record.World.Step);

    /// <summary>In every step, whether half of the units that count are away.</summary>
    private (bool IsFailing, IReadOnlyList<TrueUnit> Units)[] Failing()
    {
        var failing = new (bool, IReadOnlyList<TrueUnit>)[_record.Steps];
        var awayFor = new double[_units.Count];

        // Whoever is away at the start was so before.
        Array.Fill(awayFor, LongAway * 2);
        for (var step = 0; step < _record.Steps; step++)
        {
            var counted = 0;
            var away = 0;
            for (var i = 0; i < _units.Count; i++)
            {
                awayFor[i] = _units[i].IsAway(step) ? awayFor[i] + _record.World.Step : 0;
                if (awayFor[i] <= LongAway && !_units[i].IsInWork(step))
                {
                    counted++;
                    away += awayFor[i] > 0 ? 1 : 0;
                }
            }

            var isFailing = away >= LeastUnits && away * 2 >= counted;
            failing[step] = (isFailing, isFailing
                ? [.. _units.Where((unit, i) => awayFor[i] <= LongAway && !unit.IsInWork(step))]
                : []);
        }

        return failing;
    }

    private EntityOutage Follow(int onset, IReadOnlyList<TrueUnit> units)
    {
        var hold = Steps(Math.Max(180, 3 * _longestInterval));
        var calm = 0;
        var worst = onset;
        var most = 0;
        var end = _record.Steps;
        for (var step = onset; step < _record.Steps; step++)
        {
            var away = units.Count(unit => unit.IsAway(step));
            if (away > most)
            {
                (worst, most) = (step, away);
            }

            calm = away * 5 < units.Count ? calm + 1 : 0;
            if (calm == hold)
            {
                end = step - hold + 1;
                break;
            }
        }

        var back = end;
        while (back < _record.Steps && units.Any(unit => unit.IsAway(back)))
        {
            back++;
        }

        return new EntityOutage(onset, worst, end, back, units);
    }
}
