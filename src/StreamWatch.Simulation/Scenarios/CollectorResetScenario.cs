using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// Sessions of one route collector, or of two one after the other, reset, with state messages or without; the hosts are as before.
/// </summary>
internal sealed class CollectorResetScenario : HostScenario
{
    public override string Name => "collector-reset";

    public override string Description => "sessions of a whole route collector reset while the hosts are well; no outage";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("kk", new SiteWishes());
        draft.AddGroup("kk", "Network that is well", "XK", site);
        var kind = random.Pick([ResetKind.WithStates, ResetKind.MassWithdrawal, ResetKind.RetransferOnly]);
        var first = random.Whole(0, 3);
        for (var i = 0; i < random.Whole(1, 3); i++)
        {
            var number = (first + i) % 3;
            var (start, down, transfer) = (tale.Start.AddMinutes(i * 60) + random.Minutes(0, 20), random.Minutes(1, 5), random.Minutes(1, 3));
            tale.Happenings.Add(network => new SessionReset([.. network.PeersOf(network.Collectors[number])], start, down, transfer, kind));
            tale.End = start + down + transfer;
        }
    }
}
