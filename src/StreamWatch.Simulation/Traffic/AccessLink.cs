namespace StreamWatch.Simulation.Traffic;

/// <summary>
/// The link of a network to one of its providers: a queue in each direction. What is offered in a step is drawn around its mean, because
/// traffic is bursty at every scale (Leland et al., "On the self-similar nature of Ethernet traffic", 1994).
/// </summary>
/// <param name="megabits">Capacity in each direction, Mbit/s.</param>
/// <param name="bufferMilliseconds">Buffer in front of it, in time at full rate. Judged: 20 to 300 ms, as routers are sold with.</param>
internal sealed class AccessLink(double megabits, double bufferMilliseconds)
{
    /// <summary>Judged: the mean of the sizes that links carry, small and full ones.</summary>
    private const double BitsPerPacket = 8 * 500;

    public double Megabits => megabits;

    public FiniteQueue Queue { get; } = new(
        megabits * 1e6 / BitsPerPacket, Math.Max(20, (int)(megabits * 1e3 / BitsPerPacket * bufferMilliseconds)));

    /// <summary>Cut: nothing passes. A force, set anew in every step.</summary>
    public bool IsCut { get; set; }

    /// <summary>Share of the capacity that is there; a force, set anew in every step.</summary>
    public double CapacityShare { get; set; } = 1;

    /// <summary>Hostile or extraordinary traffic inbound, Mbit/s; a force, set anew in every step.</summary>
    public double ExtraIn { get; set; }

    /// <summary>Such traffic outbound, Mbit/s.</summary>
    public double ExtraOut { get; set; }

    /// <summary>Share of the extra traffic that is aimed at the link itself, whose addresses are the provider's and stay routed.</summary>
    public double AimedAtLink { get; set; }

    /// <summary>Offered load against capacity, inbound.</summary>
    public double LoadIn { get; private set; }

    public double LoadOut { get; private set; }

    public double LossIn => IsCut ? 1 : Queue.LossAt(LoadIn);

    public double LossOut => IsCut ? 1 : Queue.LossAt(LoadOut);

    /// <summary>Mean queueing delay, both ways together, seconds.</summary>
    public double Delay => Queue.WaitAt(LoadIn) + Queue.WaitAt(LoadOut);

    public void ClearForces()
    {
        IsCut = false;
        CapacityShare = 1;
        ExtraIn = 0;
        ExtraOut = 0;
        AimedAtLink = 0;
    }

    /// <summary>Takes what is offered in a step.</summary>
    /// <param name="usualIn">Usual traffic inbound, Mbit/s.</param>
    /// <param name="usualOut">Usual traffic outbound, Mbit/s.</param>
    /// <param name="isRouted">Whether the network behind it is routed over it; else only what is aimed at the link arrives.</param>
    /// <param name="burst">Factor around 1.</param>
    public void Offer(double usualIn, double usualOut, bool isRouted, double burst)
    {
        var extra = isRouted ? 1 : AimedAtLink;
        LoadIn = ((isRouted ? usualIn : 0) + (ExtraIn * extra)) * burst / (megabits * CapacityShare);
        LoadOut = ((isRouted ? usualOut : 0) + (ExtraOut * extra)) * burst / (megabits * CapacityShare);
    }
}
