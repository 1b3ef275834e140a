using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Happenings;

/// <summary>One peer sends its table over a long time, as a slow or overloaded router does.</summary>
/// <param name="Peer">The peer.</param>
/// <param name="Start">First message.</param>
/// <param name="Duration">Until the last message; hours.</param>
/// <param name="Kind">What it consists of.</param>
public sealed record TableTransfer(SimulatedPeer Peer, DateTimeOffset Start, TimeSpan Duration, TransferKind Kind) : IHappening
{
    public void Schedule(SimulationRun run, Prng random)
    {
        if (Kind == TransferKind.WithdrawalsAndAnnouncements)
        {
            ChurnThrough(run, random);
        }
        else
        {
            if (Kind == TransferKind.NewSession)
            {
                run.At(Start, () => run.Unmute(Peer));
            }

            TableSending.Send(run, Peer, Start + TimeSpan.FromSeconds(1), Duration);
        }

        run.Truth.EventList.Add(new LabelledEvent(
            Labels.TableTransfer, Start, Start + Duration + TimeSpan.FromMinutes(8), [Peer.Collector.Name], [Peer.View.ToString()], [], [],
            Kind switch
            {
                TransferKind.NewSession => $"{Peer} begins and sends its table over {Duration.TotalMinutes:0} minutes",
                TransferKind.Announcements => $"{Peer} announces its whole table again over {Duration.TotalMinutes:0} minutes",
                _ => $"{Peer} withdraws and announces its whole table part by part over {Duration.TotalMinutes:0} minutes",
            }));
    }

    private void ChurnThrough(SimulationRun run, Prng random)
    {
        var parts = TableSending.Parts(run.Network, Peer, Duration);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var withdrawn = Start + (Duration * i / parts.Count);
            var variant = random.Whole(1, 3);
            run.At(withdrawn, () => run.WithdrawFromCollector(Peer, part));
            run.At(withdrawn + random.Minutes(2, 7), () =>
            {
                foreach (var prefix in part.Where(prefix => run.RouteOf(Peer, prefix).Exists))
                {
                    run.SetRoute(Peer, prefix, run.RouteOf(Peer, prefix).Via(variant));
                    run.Resend(Peer, prefix);
                }
            });
        }
    }
}
