namespace StreamWatch.Simulation.World;

/// <summary>An AS that originates prefixes.</summary>
/// <param name="Index">Place in the network's list.</param>
/// <param name="Asn">Its ASN.</param>
/// <param name="Upstreams">Its providers, the last hop before it in every path.</param>
/// <param name="IsProtagonist">The story is about it: every full feed carries it, partial feeds do not, and noise leaves it out of flaps.</param>
public sealed record SimulatedOrigin(int Index, uint Asn, IReadOnlyList<uint> Upstreams, bool IsProtagonist = false)
{
    private readonly List<SimulatedPrefix> _prefixes = [];

    /// <summary>What it originates, including prefixes that it only announces during a happening.</summary>
    public IReadOnlyList<SimulatedPrefix> Prefixes => _prefixes;

    /// <summary>What it originates when a window begins.</summary>
    public IReadOnlyList<SimulatedPrefix> PrefixesAtStart => [.. _prefixes.Where(prefix => prefix.AtStart)];

    internal void Add(SimulatedPrefix prefix) => _prefixes.Add(prefix);

    public override string ToString() => $"AS{Asn}";
}
