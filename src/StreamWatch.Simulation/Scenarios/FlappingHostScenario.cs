using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// One or two hosts come and go by themselves for hours, away for 2 to 8 minutes at a time.
/// </summary>
internal sealed class FlappingHostScenario : HostScenario
{
    public override string Name => "flapping-host";

    public override string Description => "one to three hosts come and go all the time; no outage of more than one";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("kg", new SiteWishes { Unsound = 0 });
        draft.AddGroup("kg", "Network with unsound hosts", "XG", site);
        var whole = Span.Of(tale.Start - TimeSpan.FromHours(2), TimeSpan.FromHours(2) + random.Minutes(180, 900));
        foreach (var host in random.Shuffled(site.Hosts.Where(host => host != site.Router)).Take(random.Whole(1, 3)))
        {
            var away = Span.Of(whole.From + random.Minutes(0, 30), random.Minutes(2, 8));
            while (away.To < whole.To)
            {
                tale.Add(new HostFault(host, away, FaultKind.Machine));
                away = Span.Of(away.To + random.Minutes(3, 40), random.Minutes(2, 8));
            }

            tale.Label(Labels.FlappingTarget, whole, $"{host.Name} comes and goes", draft.Targets.Where(target => target.Host == host).Select(target => target.Name));
        }
    }
}
