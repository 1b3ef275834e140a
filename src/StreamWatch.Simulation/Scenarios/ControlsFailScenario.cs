using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// All or some control targets are gone for 15 minutes to 5 hours, together or one after the other, while the watched network is as before.
/// </summary>
internal sealed class ControlsFailScenario : HostScenario
{
    public override string Name => "controls-fail";

    public override string Description => "the control targets fail, the watched ones are as before; no outage";

    protected override bool? WithControls => true;

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("kj", new SiteWishes());
        draft.AddGroup("kj", "Network that is well", "XJ", site);
        var controls = draft.ControlSites.ToList();
        var together = random.Chance(0.6);
        var from = tale.Start;
        foreach (var control in random.Shuffled(controls).Take(random.Chance(0.7) ? controls.Count : random.Whole(1, controls.Count)))
        {
            var shut = Span.Of(from, Times.Length(random, TimeSpan.FromMinutes(15), TimeSpan.FromHours(5)));
            tale.Add(new Closure([control], shut));
            tale.Label(Labels.ControlsFailed, shut, $"{control.Name} is gone", [control.Name]);
            from = together ? from : shut.To + random.Minutes(-10, 20);
        }
    }
}
