using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Running;

/// <summary>One peer in a run: the routes it has, and those its collector has heard of.</summary>
internal sealed class PeerTable(int prefixes)
{
    private readonly SimulatedRoute[] _own = new SimulatedRoute[prefixes];
    private readonly SimulatedRoute[] _sent = new SimulatedRoute[prefixes];

    /// <summary>Whether changes reach the collector. False while a session is down or a peer is silent.</summary>
    public bool Speaks { get; set; }

    /// <summary>Prefixes changed in the current step and not yet written, in order of change.</summary>
    public List<int> Pending { get; } = [];

    /// <summary>The peer's own route.</summary>
    public SimulatedRoute Own(int prefix) => _own[prefix];

    /// <summary>What the collector last heard.</summary>
    public SimulatedRoute Sent(int prefix) => _sent[prefix];

    public void SetOwn(int prefix, SimulatedRoute route) => _own[prefix] = route;

    public void SetSent(int prefix, SimulatedRoute route) => _sent[prefix] = route;

    /// <summary>The collector forgets what it heard, as at the end of a session.</summary>
    public void Forget() => Array.Clear(_sent);
}
