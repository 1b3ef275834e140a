using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// Fewer than half of the vantage points lose 15 % to all of their packets by themselves, or their host has no network at all; with one vantage
/// point it is that one. Controls fail with it. For 15 minutes to 6 hours.
/// </summary>
internal sealed class VantageLossScenario : HostScenario
{
    public override string Name => "vantage-loss";

    public override string Description => "a vantage point loses packets of its own or has no network; controls show it; no outage";

    protected override bool? WithControls => true;

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("ki", new SiteWishes());
        draft.AddGroup("ki", "Network that is well", "XI", site);
        foreach (var vantage in random.Shuffled(draft.Vantages).Take(Math.Max(1, (draft.Vantages.Count - 1) / 2)))
        {
            var bad = Span.Of(tale.Start + random.Minutes(0, 20), Times.Length(random, TimeSpan.FromMinutes(15), TimeSpan.FromHours(6)));
            var hasNone = random.Chance(0.25);
            var loss = random.Chance(0.3) ? 1 : random.Between(0.15, 0.95);
            tale.Add(new VantageTrouble(vantage, bad, IsDead: false, hasNone, loss));
            tale.Label(
                Labels.VantageLoss, bad, hasNone ? $"{vantage.Name} has no network" : $"{vantage.Name} loses {loss * 100:0} % each way", vantages: [vantage.Name]);
        }
    }
}
