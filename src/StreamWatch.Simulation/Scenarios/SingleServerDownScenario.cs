using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// One to three machines fail at times of their own, each for 20 minutes to 30 hours: off, with services stopped, or answering with errors.
/// The seed draws which. Never three at once, so that it is never an outage of the network.
/// </summary>
internal sealed class SingleServerDownScenario : HostScenario
{
    public override string Name => "single-server-down";

    public override string Description => "one server is down for up to a day, others are well; no outage of more than one";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("ke", new SiteWishes());
        draft.AddGroup("ke", "Network with a bad machine", "XE", site);
        var from = tale.Start;
        foreach (var host in random.Shuffled(site.Hosts.Where(host => host.Services.Count > 0)).Take(random.Whole(1, 3)))
        {
            var away = Span.Of(from + random.Minutes(0, 60), Times.Length(random, TimeSpan.FromMinutes(20), TimeSpan.FromHours(random.Chance(0.3) ? 30 : 6)));
            tale.Add(new HostFault(host, away, random.Pick([FaultKind.Machine, FaultKind.Service, FaultKind.Errors])));
            tale.Down(draft, host, away);
        }
    }
}
