using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// Legitimate traffic fills the link of a network over 2 to 8 hours, up to 90 to 135 % of its capacity, and goes down again: delay and loss
/// of up to a quarter, while nearly everything is served.
/// </summary>
internal sealed class SlowRampScenario : HostScenario
{
    public override string Name => "slow-ramp";

    public override string Description => "a link fills up over hours, delays and loses some packets, and empties; no outage";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("km", new SiteWishes { TwoUplinks = false });
        draft.AddGroup("km", "Network that fills up", "XM", site);
        var most = random.Between(0.9, 1.35) - site.BusyLoad;
        var top = tale.Start + random.Minutes(120, 480);
        var ease = top + random.Minutes(10, 120);
        var volume = new Curve([(tale.Start, 0), (top, most), (ease, most * random.Between(0.8, 1)), (ease + random.Minutes(30, 180), 0)]);
        tale.Add(new Flood([site], volume, null, [], AimedAtLink: 0, Outbound: random.Between(0.2, 0.6)));
        tale.Label(Labels.Congestion, new Span(volume.Start, volume.End), $"the link of {site.Name} fills up to at most {(most + site.BusyLoad) * 100:0} % of its capacity");
    }
}
