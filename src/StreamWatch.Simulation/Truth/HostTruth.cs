using System.Globalization;
using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Running;

namespace StreamWatch.Simulation.Truth;

/// <summary>Tells the truth of a window: outages of targets, ASNs, groups and countries, and the incidents that they make.</summary>
internal sealed class HostTruth(GroundTruth truth, HostRecord record, IReadOnlyList<Story> stories)
{
    /// <summary>How long after its last force a story may still show.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromHours(3);

    /// <summary>Losses of routes that follow each other so soon are one outage: three bins of five minutes have to be well before it ends.</summary>
    private static readonly TimeSpan SameOutage = TimeSpan.FromMinutes(15);

    private readonly List<(TrueOutage Row, EntityOutage Outage, IReadOnlyList<Site> Sites)> _entities = [];

    public void Tell()
    {
        MergeRoutes();
        var watched = record.World.Groups.SelectMany(group => group.Sites).ToList();
        foreach (var group in record.World.Groups)
        {
            Find("group", group.Name, group.Sites);
        }

        foreach (var site in watched)
        {
            Find("asn", site.Origin!.Asn.ToString(CultureInfo.InvariantCulture), [site]);
        }

        foreach (var country in record.World.Groups.GroupBy(group => group.Country))
        {
            Find("country", country.Key, [.. country.SelectMany(group => group.Sites)]);
        }

        var targets = record.World.Targets.Where(target => watched.Contains(target.Site)).SelectMany(Downtimes).ToList();
        var left = TellIncidents(targets);
        truth.OutageList.AddRange(left);
    }

    private bool IsOfWindow(TrueOutage outage) => outage.Onset >= record.Window.Start && outage.Onset < record.Window.End;

    private void MergeRoutes()
    {
        foreach (var asn in truth.RouteOutages.Where(IsOfWindow).GroupBy(outage => (outage.Entity, string.Join(' ', outage.LostPrefixes))))
        {
            TrueOutage? last = null;
            foreach (var outage in asn.OrderBy(outage => outage.Onset))
            {
                if (last is not null && outage.Onset - last.End < SameOutage)
                {
                    truth.OutageList.Remove(last);
                    truth.OutageList.Remove(outage);
                    last = last with { End = outage.End, RestoredByAllAt = outage.RestoredByAllAt };
                    truth.OutageList.Add(last);
                }
                else
                {
                    last = outage;
                }
            }
        }
    }

    private void Find(string type, string name, IReadOnlyList<Site> sites)
    {
        var units = new EntityTruth(record, sites);
        var outages = units.Find();
        foreach (var outage in outages)
        {
            var row = new TrueOutage(
                type, name, record.TimeOf(outage.Onset), record.TimeOf(outage.Worst), record.TimeOf(outage.End), record.TimeOf(outage.AllBack),
                Severity.Critical, [], [])
            {
                Basis = TrueOutage.ByUnits,
                Units = outage.Units.Count,
                Targets = [.. outage.Units.SelectMany(unit => unit.Targets)
                    .Where(target => Enumerable.Range(outage.Onset, outage.End - outage.Onset).Any(step => record.Targets[target.Index].Away[step]))
                    .Select(target => target.Name).Order(StringComparer.Ordinal)],
            };
            _entities.Add((row, outage, sites));
        }

        if (type == "group")
        {
            truth.EventList.AddRange(units.Brief.Where(brief => !outages.Exists(outage => IsNear(outage, brief))).Select(brief => new LabelledEvent(
                Labels.BriefFailure, record.TimeOf(brief.From), record.TimeOf(brief.To), [], [], [], [],
                $"at least half of the units of {name} are away for {(brief.To - brief.From) * record.World.Step:0} s")));
        }
    }

    /// <summary>Whether a brief failure is a part of the beginning or the end of an outage.</summary>
    private bool IsNear(EntityOutage outage, (int From, int To) brief) =>
        (brief.To - outage.Onset) * record.World.Step > -SameOutage.TotalSeconds && (brief.From - outage.End) * record.World.Step < Aftermath.TotalSeconds;

    private IEnumerable<TrueOutage> Downtimes(ProbedTarget target)
    {
        var away = record.Targets[target.Index].Away;
        var least = Math.Max(120, 2 * target.Interval) / record.World.Step;
        var pause = 180 / record.World.Step;
        for (var from = 0; from < away.Count; from++)
        {
            if (!away[from])
            {
                continue;
            }

            var to = from;
            var last = from;
            while (to < away.Count && to - last <= pause)
            {
                last = away[to] ? to : last;
                to++;
            }

            if (last + 1 - from >= least)
            {
                var (onset, end) = (record.TimeOf(from), record.TimeOf(last + 1));
                yield return new TrueOutage("target", target.Name, onset, onset, end, end, Severity.Critical, [], [])
                {
                    Basis = TrueOutage.ByUnits, Units = 1, Targets = [target.Name],
                };
            }

            from = to;
        }
    }

    private bool IsOf(TrueOutage row, IReadOnlyList<Site> sites) =>
        record.World.Targets.Any(target => target.Name == row.Entity && sites.Contains(target.Site));

    private bool IsRouterOf(TrueOutage row, IReadOnlyList<Site> sites) =>
        record.World.Targets.Any(target => target.Name == row.Entity && target.Kind == TargetKind.Router && sites.Contains(target.Site));

    /// <summary>Puts together what belongs together; returns the rows of hosts, each with its incident.</summary>
    private List<TrueOutage> TellIncidents(List<TrueOutage> targets)
    {
        var rows = new List<TrueOutage>();
        var open = _entities.ToList();
        var routes = truth.RouteOutages.Where(outage => IsOfWindow(outage) && outage.Incident is null).ToList();
        foreach (var story in stories)
        {
            Claim(story, story.When.From, story.When.To + Aftermath);
        }

        // What no story tells of and yet happened.
        while (open.Count > 0)
        {
            var first = open.MinBy(entity => entity.Row.Onset);
            Claim(new Story(Causes.Unexplained, new Troubles.Span(first.Row.Onset, first.Row.End), first.Sites), first.Row.Onset, first.Row.End);
        }

        rows.AddRange(targets);
        return rows;

        void Claim(Story story, DateTimeOffset from, DateTimeOffset to)
        {
            var asns = story.Sites.Select(site => site.Origin!.Asn.ToString(CultureInfo.InvariantCulture)).ToList();
            var mine = open.Where(entity => entity.Sites.Intersect(story.Sites).Any() && entity.Row.Onset >= from && entity.Row.Onset <= to).ToList();
            var lost = routes.Where(route => asns.Contains(route.Entity) && route.Onset >= from && route.Onset <= to).ToList();
            if (mine.Count + lost.Count == 0)
            {
                var some = targets.Where(row => row.Onset < to && row.End > from && IsOf(row, story.Sites)).Select(row => row.Entity);
                truth.EventList.Add(new LabelledEvent(
                    Labels.PartialTrouble, story.When.From, story.When.To, [], [], [], [], $"{story.Cause} of which no outage came") { Targets = [.. some.Distinct()] });
                return;
            }

            var id = $"incident-{truth.IncidentList.Count + 1}";
            open.RemoveAll(mine.Contains);
            routes.RemoveAll(lost.Contains);
            rows.AddRange(mine.Select(entity => entity.Row with { Incident = id }));
            foreach (var route in lost)
            {
                truth.OutageList.Remove(route);
                truth.OutageList.Add(route with { Incident = id });
            }

            var all = mine.Select(entity => entity.Row).Concat(lost).ToList();
            var affected = mine.SelectMany(entity => entity.Row.Targets).Distinct().Order(StringComparer.Ordinal).ToList();
            for (var i = 0; i < targets.Count; i++)
            {
                if ((affected.Contains(targets[i].Entity) || IsRouterOf(targets[i], story.Sites)) && targets[i].Onset <= all.Max(row => row.End) && targets[i].End >= from)
                {
                    targets[i] = targets[i] with { Incident = id };
                }
            }

            // The phases are those of the widest entity, from its first onset to its last end.
            var main = mine.Where(entity => entity.Row.EntityType == "group").DefaultIfEmpty(mine.FirstOrDefault()).First();
            var phases = main.Outage is null
                ? [new TruePhase("failing", all.Min(row => row.Onset)), new TruePhase("recovered", all.Max(row => row.End))]
                : new PhaseTruth(record, main.Sites, main.Outage).Phases();
            truth.IncidentList.Add(new TrueIncident(
                id, story.Cause, all.Min(row => row.Onset), all.Max(row => row.End),
                [.. all.Select(row => $"{row.EntityType}:{row.Entity}").Distinct()],
                [.. phases.OrderBy(phase => phase.At)],
                main.Outage is null ? [] : new PhaseTruth(record, main.Sites, main.Outage).RecoveryOrder(),
                affected));
        }
    }
}
