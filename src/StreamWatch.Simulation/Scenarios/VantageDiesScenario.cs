using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// Vantage points fall silent: neither probes nor heartbeats, for 15 minutes to 8 hours or for good. In one seed of five all of them do.
/// </summary>
internal sealed class VantageDiesScenario : HostScenario
{
    public override string Name => "vantage-dies";

    public override string Description => "a vantage point falls silent, all of them in some seeds; no outage";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("kh", new SiteWishes());
        draft.AddGroup("kh", "Network that is well", "XH", site);
        var all = random.Chance(0.2);
        var dead = all ? draft.Vantages : [.. random.Shuffled(draft.Vantages).Take(Math.Max(1, draft.Vantages.Count / 2))];
        var silent = Span.Of(tale.Start, Times.Length(random, TimeSpan.FromMinutes(15), TimeSpan.FromHours(8)));
        foreach (var vantage in dead)
        {
            var forGood = !all && random.Chance(0.2);
            var span = new Span(silent.From + random.Seconds(0, 60), forGood ? silent.To.AddDays(2) : silent.To + random.Seconds(0, 300));
            tale.Add(new VantageTrouble(vantage, span, IsDead: true, HasNoNetwork: false, Loss: 0));
            tale.Label(Labels.VantageDown, forGood ? silent : span, $"{vantage.Name} is silent{(forGood ? " from then on" : "")}", vantages: [vantage.Name]);
        }
    }
}
