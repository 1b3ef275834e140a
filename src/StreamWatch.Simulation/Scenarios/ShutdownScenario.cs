using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>Networks of a country shut by order, routes and hosts together, mostly on the hour or half hour, for 12 minutes to 30 hours.</summary>
internal sealed class ShutdownScenario : HostScenario
{
    public override string Name => "shutdown";

    public override string Description => "networks shut by order: routes and hosts together, mostly on the hour or half hour";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("ka", new SiteWishes());
        var second = random.Chance(0.4) ? draft.AddSite("kb", new SiteWishes { Units = random.Whole(3, 12) }) : null;
        var all = second is null ? [site] : new[] { site, second };
        draft.AddGroup("ka", "Networks of a country", "XA", all);
        var start = Times.Start(random, tale.Start, 0.91);
        var end = start + Times.Length(random, TimeSpan.FromMinutes(12), TimeSpan.FromHours(random.Chance(0.2) ? 30 : 8));

        // Networks get the order together and carry it out within a minute or two.
        foreach (var part in all)
        {
            tale.Add(new Closure([part], new Span(start + random.Seconds(0, part == site ? 15 : 90), end + random.Seconds(0, part == site ? 15 : 300))));
        }

        tale.Because(Causes.Shutdown, new Span(start, end), all);
    }
}
