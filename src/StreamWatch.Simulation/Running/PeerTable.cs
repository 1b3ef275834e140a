using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Running;

/// <summary>One peer in a run: the routes it has, and those its collector has heard of.</summary>
internal sealed class PeerTable(int prefixes)
{
    private readonly Route[] _own = new Route[prefixes];
    private readonly Route[] _sent = new Route[prefixes];

    /// <summary>Whether changes reach the collector. False while a session is down or a peer is silent.</summary>
    public bool Speaks { get; set; }

    /// <summary>Prefixes changed in the current step and not yet written, in order of change.</summary>
    public List<int> Pending { get; } = [];

    /// <summary>The peer's own route.</summary>
    public Route Own(int prefix) => _own[prefix];

    /// <summary>What the collector last heard.</summary>
    public Route Sent(int prefix) => _sent[prefix];

    public void SetOwn(int prefix, Route route) => _own[prefix] = route;

    public void SetSent(int prefix, Route route) => _sent[prefix] = route;

    /// <summary>The collector forgets what it heard, as at the end of a session.</summary>
    public void Forget() => Array.Clear(_sent);
}
