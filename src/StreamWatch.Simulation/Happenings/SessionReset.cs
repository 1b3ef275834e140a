using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Happenings;

/// <summary>Sessions of one peer, or of all peers of a collector at once, end and start again. No network is lost.</summary>
/// <param name="Peers">The peers; of one collector.</param>
/// <param name="Start">When the first session ends.</param>
/// <param name="Down">How long the sessions are down; under a quarter of an hour, so that no file is empty.</param>
/// <param name="Transfer">How long a table transfer takes.</param>
/// <param name="Kind">How it shows.</param>
public sealed record SessionReset(
    IReadOnlyList<SimulatedPeer> Peers, DateTimeOffset Start, TimeSpan Down, TimeSpan Transfer, ResetKind Kind) : IHappening
{
    public void Schedule(SimulationRun run, Prng random)
    {
        var end = Start;
        foreach (var peer in Peers)
        {
            var down = Start + random.Seconds(0, 4);
            var up = down + Down + random.Seconds(0, 25);
            switch (Kind)
            {
                case ResetKind.WithStates:
                    GoDownWithStates(run, peer, down, up);
                    break;
                case ResetKind.MassWithdrawal:
                    WithdrawAll(run, peer, down, TimeSpan.FromSeconds(40));
                    break;
                default:
                    run.At(down, () => run.Mute(peer));
                    break;
            }

            run.At(up, () => run.Unmute(peer));
            var done = TableSending.Send(run, peer, up + TimeSpan.FromSeconds(1), Transfer);
            end = done > end ? done : end;
        }

        var collector = Peers[0].Collector;
        var whole = Peers.Count == run.Network.PeersOf(collector).Count();
        run.Truth.EventList.Add(new LabelledEvent(
            Kind switch
            {
                ResetKind.WithStates => Labels.ResetWithStates,
                ResetKind.MassWithdrawal => Labels.ResetByWithdrawals,
                _ => Labels.ResetByRetransfer,
            },
            Start,
            end,
            [collector.Name],
            whole ? [] : [.. Peers.Select(peer => peer.View.ToString())],
            [],
            [],
            whole ? $"all {Peers.Count} sessions of {collector.Name} reset" : $"{Peers.Count} of the sessions of {collector.Name} reset"));
    }

    private static void GoDownWithStates(SimulationRun run, SimulatedPeer peer, DateTimeOffset down, DateTimeOffset up)
    {
        run.At(down, () =>
        {
            run.WriteState(peer, PeerState.Established, PeerState.Idle);
            run.Mute(peer);
        });
        run.At(down + TimeSpan.FromSeconds(1), () => run.WriteState(peer, PeerState.Idle, PeerState.Connect));
        run.At(up - TimeSpan.FromSeconds(2), () => run.WriteState(peer, PeerState.Connect, PeerState.OpenSent));
        run.At(up - TimeSpan.FromSeconds(1), () => run.WriteState(peer, PeerState.OpenSent, PeerState.OpenConfirm));
        run.At(up, () => run.WriteState(peer, PeerState.OpenConfirm, PeerState.Established));
    }

    private static void WithdrawAll(SimulationRun run, SimulatedPeer peer, DateTimeOffset start, TimeSpan duration)
    {
        run.At(start, () => run.Mute(peer));
        var parts = TableSending.Parts(run.Network, peer, duration);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            run.At(start + (duration * i / parts.Count), () => run.WithdrawFromCollector(peer, part));
        }
    }
}
