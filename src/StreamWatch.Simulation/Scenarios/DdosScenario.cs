using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// A flood against a network, with a ramp of minutes, one or two waves, and servers that lie down longer than the links. The seed draws
/// volume, length (12 minutes to 6 hours), how much is aimed at servers and at the link itself, and whether routers protect their sessions.
/// </summary>
internal sealed class DdosScenario : HostScenario
{
    public override string Name => "ddos";

    public override string Description => "a flood against a network: loss and delay first, then servers, then routes; back in parts";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("kx", new SiteWishes());
        draft.AddGroup("kx", "Network under a flood", "XK", site);
        var other = draft.AddSite("ky", new SiteWishes { Units = random.Whole(4, 12) });
        draft.AddGroup("ky", "Network beside it", "XY", other);
        var length = Times.Length(random, TimeSpan.FromMinutes(12), TimeSpan.FromHours(6));
        var when = Span.Of(tale.Start, length + random.Minutes(8, 30));
        tale.Add(FloodOf(random, site, when, random.Between(4, 14), random.Between(0.3, 1)));
        tale.Because(Causes.NetworkStress, when, site);
    }

    /// <summary>A flood with a ramp, one or two waves and an end that is no cliff.</summary>
    internal static Flood FloodOf(Prng random, Site site, Span when, double volume, double aimedAtLink)
    {
        DateTimeOffset Part(double share) => when.From + TimeSpan.FromSeconds(Math.Floor(when.Length.TotalSeconds * share));
        var ramp = when.From + TimeSpan.FromSeconds(Math.Min(random.Between(240, 1200), when.Length.TotalSeconds * 0.4));
        var points = new List<(DateTimeOffset, double)> { (when.From, 0), (ramp, volume) };
        if (random.Chance(0.4) && when.Length > TimeSpan.FromMinutes(45))
        {
            // Eases off in the middle: some of it comes back before the second wave.
            var ease = volume * random.Between(0.05, 0.4);
            points.AddRange([(Part(0.5), volume), (Part(0.53), ease), (Part(0.6), ease), (Part(0.64), volume * random.Between(0.5, 1))]);
        }

        points.AddRange([(Part(0.92), volume * random.Between(0.7, 1)), (when.To, 0)]);
        var strength = random.Between(0.5, 5);
        var tail = when.To + random.Minutes(5, 60);
        List<SimulatedService> servers =
        [
            .. site.Hosts.SelectMany(host => host.Services)
                .Where(service => random.Chance(service.Kind switch { TargetKind.Web => 0.8, TargetKind.Dns => 0.2, _ => 0.08 })),
        ];
        return new Flood(
            [site], new Curve(points), new Curve([(when.From, 0), (ramp, strength), (Part(0.95), strength), (tail, 0)]), servers,
            aimedAtLink, random.Between(0, 0.5));
    }
}
