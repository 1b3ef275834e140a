using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// A cable is cut, without any sign before. Networks with one provider are gone; of those with two a part is gone and the rest crowds the
/// remaining link. Mended at once, or with a part of the capacity first. The seed draws which, and for how long (20 minutes to 20 hours).
/// </summary>
internal sealed class CableCutScenario : HostScenario
{
    public override string Name => "cable-cut";

    public override string Description => "a cable is cut: abrupt, off the hour, back at once or in two steps";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("kc", new SiteWishes
        {
            TwoUplinks = random.Chance(0.4), SingleHomed = random.Between(0.5, 0.9), SecondCapacity = random.Between(0.15, 0.6),
        });
        draft.AddGroup("kc", "Network at a cable", "XC", site);
        var start = Times.Start(random, tale.Start, 0.17);
        var mended = start + Times.Length(random, TimeSpan.FromMinutes(20), TimeSpan.FromHours(20));
        var repaired = random.Chance(0.4) ? mended + random.Minutes(20, 120) : mended;
        tale.Add(new LinkCut([site.Uplinks[0]], new Span(start, mended), new Span(mended, repaired), random.Between(0.25, 0.7)));
        tale.Because(Causes.Cut, new Span(start, repaired), site);
    }
}
