using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Running;

namespace StreamWatch.Simulation.Truth;

/// <summary>The phases of an outage, read off what was really so.</summary>
internal sealed class PhaseTruth(HostRecord record, IReadOnlyList<Site> sites, EntityOutage outage)
{
    /// <summary>A pause in the strain that does not end it, seconds.</summary>
    private const double Pause = 180;

    /// <summary>How long after the end a kind of service is still waited for, seconds.</summary>
    private const double Aftermath = 6 * 3600;

    private readonly List<int> _sites = [.. sites.Select(site => record.World.Sites.ToList().IndexOf(site))];

    public List<TruePhase> Phases()
    {
        var phases = new List<TruePhase>();
        Add(phases, "degrading", Degrading());
        Add(phases, "failing", outage.Onset);
        Add(phases, "isolated", Isolated());
        Add(phases, "recovering", Returns().Select(back => (int?)back.Step).Min() ?? outage.End);
        Add(phases, "recovered", outage.End);
        return phases;
    }

    public List<TrueReturn> RecoveryOrder() =>
        [.. Returns().OrderBy(back => back.Step).ThenBy(back => back.Kind).Select(back => new TrueReturn(back.Kind.Name(), record.TimeOf(back.Step)))];

    private void Add(List<TruePhase> phases, string phase, int? step)
    {
        if (step is { } at)
        {
            phases.Add(new TruePhase(phase, record.TimeOf(at)));
        }
    }

    private int? Degrading()
    {
        int? first = null;
        var pause = Pause / record.World.Step;
        for (var step = outage.Onset; step >= 0 && (first ?? outage.Onset) - step <= pause; step--)
        {
            if (_sites.Exists(site => record.Strained[site][step]))
            {
                first = step;
            }
        }

        return first < outage.Onset ? first : null;
    }

    private int? Isolated()
    {
        for (var step = outage.Onset; step < outage.End; step++)
        {
            var at = step;
            if (_sites.TrueForAll(site => record.Unrouted[site][at] || record.Dark[site][at]))
            {
                return step;
            }
        }

        return null;
    }

    private IEnumerable<(TargetKind Kind, int Step)> Returns()
    {
        var last = (int)Math.Min(record.Steps, outage.End + (Aftermath / record.World.Step)) - 1;
        foreach (var kind in outage.Units.GroupBy(unit => unit.Kind))
        {
            bool IsAway(int step) => kind.Count(unit => unit.IsAway(step)) * 2 > kind.Count();
            var step = Math.Min(outage.End, last);
            if (IsAway(step))
            {
                // Longer away than the rest.
                while (step < last && IsAway(step))
                {
                    step++;
                }

                yield return (kind.Key, step);
                continue;
            }

            while (step >= outage.Onset && !IsAway(step))
            {
                step--;
            }

            if (step >= outage.Onset)
            {
                yield return (kind.Key, step + 1);
            }
        }
    }
}
