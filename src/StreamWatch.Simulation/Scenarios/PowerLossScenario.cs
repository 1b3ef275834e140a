using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// The power goes: machines stop at once or when their batteries are empty, and come back one after the other as they boot. Routes stay
/// in 14 of 15 cases, as published for power cuts: border routers have better supplies. Otherwise the router stops after some time too.
/// </summary>
internal sealed class PowerLossScenario : HostScenario
{
    public override string Name => "power-loss";

    public override string Description => "halls lose power: machines stop and come back staggered, routes mostly stay";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("kd", new SiteWishes());
        draft.AddGroup("kd", "Network without power", "XD", site);
        var start = Times.Start(random, tale.Start, 0.27);
        var dark = Span.Of(start, Times.Length(random, TimeSpan.FromMinutes(12), TimeSpan.FromHours(12)));

        // A town's supply fails for all halls, or a building's for some.
        var halls = random.Chance(0.7) ? site.Halls : [.. random.Shuffled(site.Halls).Take(Math.Max(1, site.Halls.Count * 2 / 3))];
        tale.Add(new PowerCut(halls, dark));
        if (random.Chance(1.0 / 15))
        {
            var until = dark.To + random.Minutes(2, 10);
            var empty = start + random.Minutes(1, 90);
            if (empty < dark.To)
            {
                tale.Add(new HostFault(site.Router!, new Span(empty, until), FaultKind.Machine));
            }
        }

        tale.Because(Causes.PowerLoss, dark, site);
    }
}
