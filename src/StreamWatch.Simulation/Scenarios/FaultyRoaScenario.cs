using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// A faulty ROA takes the routes of a network away at networks that check (RFC 6811), mostly at more than half of them: its hosts are
/// unreachable from the vantage points behind such networks, from some or all, while nothing is wrong with them. For 15 minutes to 12 hours.
/// </summary>
internal sealed class FaultyRoaScenario : HostScenario
{
    public override string Name => "faulty-roa";

    public override string Description => "a faulty ROA takes routes away at many peers: unreachable from some places or all";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("kp", new SiteWishes());
        draft.AddGroup("kp", "Network with a faulty ROA", "XP", site);
        var share = random.Chance(0.75) ? random.Between(0.6, 1) : random.Between(0.15, 0.4);
        var refused = Span.Of(tale.Start, Times.Length(random, TimeSpan.FromMinutes(15), TimeSpan.FromHours(12)));
        tale.Happenings.Add(_ => new RefusedRoutes(site.Origin!, refused.From, refused.To, share));
        foreach (var vantage in draft.Vantages.Where(_ => random.Chance(share)))
        {
            tale.Add(new RouteRefusal(site, [vantage], new Span(refused.From + random.Seconds(5, 240), refused.To + random.Seconds(5, 240))));
        }

        tale.Because(Causes.Misconfiguration, refused, site);
    }
}
