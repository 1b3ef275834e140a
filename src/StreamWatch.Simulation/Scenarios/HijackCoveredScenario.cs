using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// Another network announces more specific prefixes of a network, or its exact prefixes at a share of the peers, while the covering
/// prefix stays and every host answers as before: the addresses are reachable, by whomever.
/// </summary>
internal sealed class HijackCoveredScenario : HostScenario
{
    public override string Name => "hijack-covered";

    public override string Description => "parts of a network announced by another while the covering prefix stays and hosts answer; no outage";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var victim = draft.Routes.AddOrigin(
            4_200_999_001, [PathBook.TierTwo(3)], [Prefix.Parse("10.250.0.0/22"), Prefix.Parse("10.250.4.0/22")], isProtagonist: true);
        var site = draft.AddSite("kl", new SiteWishes { Origin = victim, TwoUplinks = false });
        draft.AddGroup("kl", "Network hijacked in part", "XL", site);

        // Large, so that what it gives up in the end is no outage of its own.
        var hijacker = draft.Routes.AddOrigin(isProtagonist: true, ipv4: 14, ipv6: 0);
        List<SimulatedPrefix> specifics =
        [
            .. Enumerable.Range(random.Whole(0, 4), random.Whole(1, 5))
                .Select(number => draft.Routes.AddPrefix(hijacker, Prefix.Parse($"10.250.{number}.0/24"), atStart: false)),
        ];
        var length = Times.Length(random, TimeSpan.FromMinutes(20), TimeSpan.FromHours(5));
        var share = random.Between(0.2, 1);
        tale.Happenings.Add(random.Chance(0.6)
            ? _ => new ExtraAnnouncement(specifics, tale.Start, tale.Start + length, Labels.SubPrefixHijack)
            : _ => new OriginChange(victim.Prefixes, hijacker, tale.Start, tale.Start + length, share));
        tale.End = tale.Start + length;
    }
}
