using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// Of three to six hosts two have been dead since long before, and a third is away for some minutes now and then.
/// </summary>
internal sealed class DeadSitesScenario : HostScenario
{
    public override string Name => "dead-sites";

    public override string Description => "two sites dead for weeks while a third blips; no outage";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("ko", new SiteWishes { Units = random.Whole(3, 7), Unsound = 0 });
        draft.AddGroup("ko", "Network with dead sites", "XO", site);
        var hosts = random.Shuffled(site.Hosts.Where(host => host != site.Router));
        var always = new Span(tale.Start.AddDays(-1), tale.Start.AddDays(2));
        foreach (var host in hosts.Take(2))
        {
            tale.Add(new HostFault(host, always, random.Chance(0.7) ? FaultKind.Machine : FaultKind.Service));
        }

        tale.Label(
            Labels.DeadTargets, Span.Of(tale.Start.AddHours(-2), random.Minutes(300, 600)), "two hosts have been dead for weeks",
            draft.Targets.Where(target => hosts.IndexOf(target.Host) is 0 or 1).Select(target => target.Name));
        for (var from = tale.Start; from < tale.End; from += random.Minutes(40, 120))
        {
            var away = Span.Of(from, random.Minutes(3, 15));
            tale.Add(new HostFault(hosts[2], away, FaultKind.Machine));
            tale.Down(draft, hosts[2], away);
        }
    }
}
