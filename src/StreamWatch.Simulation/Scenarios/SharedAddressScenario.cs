using System.Net;
using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// Ten names on one address go down together, among few or many other units: one unit, whatever it is called. For 20 minutes to 10 hours.
/// </summary>
internal sealed class SharedAddressScenario : HostScenario
{
    public override string Name => "shared-address";

    public override string Description => "ten names on one address go down: one unit; no outage";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("kn", new SiteWishes { Units = random.Whole(3, 14) });
        draft.AddGroup("kn", "Network with a shared host", "XN", site);
        var number = (uint)(site.Origin!.Prefixes[0].Prefix.High >> 32) + 200;
        var shared = draft.AddHost(
            site, random.Pick(site.Halls), TargetKind.Web, new IPAddress([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]));
        for (var name = 1; name <= 10; name++)
        {
            draft.AddTarget(shared, $"kn-name-{name}", TargetKind.Web);
        }

        var away = Span.Of(tale.Start, Times.Length(random, TimeSpan.FromMinutes(20), TimeSpan.FromHours(10)));
        tale.Add(new HostFault(shared, away, random.Pick([FaultKind.Machine, FaultKind.Service, FaultKind.Errors])));
        tale.Down(draft, shared, away);
    }
}
