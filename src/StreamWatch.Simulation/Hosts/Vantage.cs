namespace StreamWatch.Simulation.Hosts;

/// <summary>A place that probes leave from.</summary>
/// <param name="index">Place in the world's list.</param>
/// <param name="name">Its name.</param>
/// <param name="tellsUnreachable">Whether the first router without a default route answers with ICMP network unreachable (RFC 1812 section 5.2.7.1), or is silent.</param>
internal sealed class Vantage(int index, string name, bool tellsUnreachable)
{
    public int Index => index;

    public string Name => name;

    public bool TellsUnreachable => tellsUnreachable;

    /// <summary>Whether the prober runs; a force, set anew in every step.</summary>
    public bool IsAlive { get; set; } = true;

    /// <summary>Loss of its own access, each way; a force, set anew in every step.</summary>
    public double OwnLoss { get; set; }

    /// <summary>Whether its own host has no route at all, which the kernel says at once; a force.</summary>
    public bool HasNoNetwork { get; set; }
}
