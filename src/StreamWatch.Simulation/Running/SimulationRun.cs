using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.Files;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Running;

/// <summary>
/// One window being played: a schedule of steps in event time. Steps change what peers know; at the end of each step the changes
/// that reach a collector are written to its files. Steps at the same time run in the order in which they were scheduled.
/// </summary>
public sealed class SimulationRun
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _schedule = new();
    private readonly PeerTable[] _tables;
    private readonly bool[] _reachable;
    private readonly int[] _generation;
    private readonly List<SimulatedPeer> _dirty = [];
    private readonly CollectorArchive[] _archives;
    private long _order;

    internal SimulationRun(Network network, SimulationWindow window, GroundTruth truth, DirectoryInfo folder)
    {
        Network = network;
        Window = window;
        Truth = truth;
        Now = window.Start;
        _tables = [.. network.Peers.Select(_ => new PeerTable(network.Prefixes.Count))];
        _reachable = [.. network.Prefixes.Select(prefix => prefix.AtStart)];
        _generation = new int[network.Prefixes.Count];
        _archives = [.. network.Collectors.Select(collector => new CollectorArchive(collector, window, folder))];
    }

    public Network Network { get; }

    public SimulationWindow Window { get; }

    /// <summary>Where happenings write down what is true.</summary>
    public GroundTruth Truth { get; }

    /// <summary>Event time of the current step.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Elems written so far.</summary>
    public long Elems => _archives.Sum(archive => archive.Elems);

    /// <summary>Files written so far.</summary>
    public int Files => _archives.Sum(archive => archive.FilesWritten);

    /// <summary>Schedules a step; one at or after the end of the window never runs.</summary>
    public void At(DateTimeOffset time, Action step)
    {
        if (time < Now)
        {
            throw new InvalidOperationException($"a step at {time:O} was scheduled at {Now:O}, when it was already past");
        }

        if (time < Window.End)
        {
            _schedule.Enqueue(step, (time.UtcTicks, _order++));
        }
    }

    /// <summary>Whether the prefix can be reached at all now; when it is lost, peers find out one after the other.</summary>
    public bool IsReachable(SimulatedPrefix prefix) => _reachable[prefix.Index];

    /// <summary>Grows whenever a prefix is lost or found, so that a step scheduled before can see that it is outdated.</summary>
    public int GenerationOf(SimulatedPrefix prefix) => _generation[prefix.Index];

    /// <summary>Says that the prefix is lost or found from now on.</summary>
    public void SetReachable(SimulatedPrefix prefix, bool reachable)
    {
        _reachable[prefix.Index] = reachable;
        _generation[prefix.Index]++;
    }

    /// <summary>The route that the peer has now, whether or not its collector knows.</summary>
    public SimulatedRoute RouteOf(SimulatedPeer peer, SimulatedPrefix prefix) => _tables[peer.Index].Own(prefix.Index);

    /// <summary>Whether changes at the peer reach its collector now.</summary>
    public bool Speaks(SimulatedPeer peer) => _tables[peer.Index].Speaks;

    /// <summary>Changes a peer's route; where the session stands, its collector hears of it at the end of the step.</summary>
    public void SetRoute(SimulatedPeer peer, SimulatedPrefix prefix, SimulatedRoute route)
    {
        var table = _tables[peer.Index];
        table.SetOwn(prefix.Index, route);
        if (table.Speaks && table.Sent(prefix.Index) != route)
        {
            Touch(peer, prefix.Index);
        }
    }

    /// <summary>Announces what the peer has now, even where the collector knows it, as in a table transfer.</summary>
    public void Resend(SimulatedPeer peer, SimulatedPrefix prefix)
    {
        var table = _tables[peer.Index];
        if (table.Speaks && table.Own(prefix.Index).Exists)
        {
            Touch(peer, prefix.Index);
        }
    }

    /// <summary>Withdraws at the collector what the peer still has or will have again: it loses its own feed, not the origin its network.</summary>
    public void WithdrawFromCollector(SimulatedPeer peer, IEnumerable<SimulatedPrefix> prefixes)
    {
        ArgumentNullException.ThrowIfNull(prefixes);
        var table = _tables[peer.Index];
        List<int> withdrawn = [.. prefixes.Select(prefix => prefix.Index).Where(prefix => table.Sent(prefix).Exists)];
        foreach (var prefix in withdrawn)
        {
            table.SetSent(prefix, SimulatedRoute.None);
        }

        ArchiveOf(peer).Write(Now, peer, SimulatedRoute.None, withdrawn, Network);
    }

    /// <summary>The peer falls silent: changes no longer reach the collector, which keeps what it has heard.</summary>
    public void Mute(SimulatedPeer peer) => _tables[peer.Index].Speaks = false;

    /// <summary>The peer speaks again. What its collector had is forgotten, as with every new session.</summary>
    public void Unmute(SimulatedPeer peer)
    {
        _tables[peer.Index].Forget();
        _tables[peer.Index].Speaks = true;
    }

    /// <summary>The collector writes down a change of the session's state; it changes nothing else.</summary>
    public void WriteState(SimulatedPeer peer, PeerState from, PeerState to) => ArchiveOf(peer).WriteState(Now, peer, from, to);

    /// <summary>The file of the collector that would begin at this time will be missing.</summary>
    public void LoseFile(SimulatedCollector collector, DateTimeOffset start)
    {
        ArgumentNullException.ThrowIfNull(collector);
        _archives[collector.Index].Lose(start);
    }

    internal void Play(IEnumerable<IHappening> happenings, Prng random, Action<SimulationRun> onQuarter, CancellationToken cancellation)
    {
        FillTables();
        var number = 0;
        foreach (var happening in happenings)
        {
            happening.Schedule(this, random.Fork($"happening {number++}"));
        }

        if (Window.WithTable)
        {
            foreach (var archive in _archives)
            {
                archive.WriteTable(Network, (peer, prefix) => _tables[peer.Index].Sent(prefix.Index));
            }
        }

        var nextReport = Window.Start;
        while (_schedule.TryDequeue(out var step, out var due))
        {
            Now = new DateTimeOffset(due.Ticks, TimeSpan.Zero);
            if (Now >= nextReport)
            {
                cancellation.ThrowIfCancellationRequested();
                onQuarter(this);
                nextReport = Now + Window.FileLength;
            }

            step();
            WritePending();
        }

        foreach (var archive in _archives)
        {
            archive.Close();
        }
    }

    private CollectorArchive ArchiveOf(SimulatedPeer peer) => _archives[peer.Collector.Index];

    private void FillTables()
    {
        foreach (var peer in Network.Peers)
        {
            var table = _tables[peer.Index];
            table.Speaks = peer.UpAtStart;
            foreach (var prefix in Network.Prefixes.Where(prefix => prefix.AtStart && Network.Carries(peer, prefix)))
            {
                var route = SimulatedRoute.To(prefix.Origin, 0);
                table.SetOwn(prefix.Index, route);
                table.SetSent(prefix.Index, peer.UpAtStart ? route : SimulatedRoute.None);
            }
        }
    }

    private void Touch(SimulatedPeer peer, int prefix)
    {
        var pending = _tables[peer.Index].Pending;
        if (pending.Count == 0)
        {
            _dirty.Add(peer);
        }

        if (!pending.Contains(prefix))
        {
            pending.Add(prefix);
        }
    }

    private void WritePending()
    {
        foreach (var peer in _dirty)
        {
            var table = _tables[peer.Index];
            foreach (var route in table.Pending.GroupBy(table.Own))
            {
                List<int> prefixes = [.. route];
                ArchiveOf(peer).Write(Now, peer, route.Key, prefixes, Network);
                foreach (var prefix in prefixes)
                {
                    table.SetSent(prefix, route.Key);
                }
            }

            table.Pending.Clear();
        }

        _dirty.Clear();
    }
}
