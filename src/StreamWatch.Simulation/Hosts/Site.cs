using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Traffic;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Hosts;

/// <summary>
/// A network with hosts: its uplinks, its routes and its machines. With two uplinks some prefixes go over the first alone, the
/// others over the first and, when its session is down, over the second.
/// </summary>
internal sealed class Site(string name, SimulatedOrigin? origin, IReadOnlyList<Uplink> uplinks)
{
    /// <summary>Judged: spread of the offered load from one step to the next.</summary>
    private const double Burstiness = 0.06;

    public string Name => name;

    /// <summary>Who originates its routes; null for networks elsewhere, whose routes nobody here follows.</summary>
    public SimulatedOrigin? Origin => origin;

    public bool IsControl => origin is null;

    public IReadOnlyList<Uplink> Uplinks => uplinks;

    public List<SimulatedHost> Hosts { get; } = [];

    public List<Hall> Halls { get; } = [];

    /// <summary>The way to it from each vantage point.</summary>
    public List<TransitPath> Paths { get; } = [];

    /// <summary>Prefixes that only the first uplink carries.</summary>
    public IReadOnlyList<SimulatedPrefix> SingleHomed { get; init; } = [];

    /// <summary>The border router; it has batteries or a generator of its own unless it stands in a hall.</summary>
    public SimulatedHost? Router { get; set; }

    /// <summary>Usual traffic at night and at the peak, share of the first uplink's capacity.</summary>
    public double QuietLoad { get; init; } = 0.2;

    public double BusyLoad { get; init; } = 0.5;

    public Diurnal Day { get; init; }

    /// <summary>Whether its router answers with ICMP host unreachable for a machine that is off (RFC 1812 section 5.2.7.1), or is silent.</summary>
    public bool TellsHostUnreachable { get; init; }

    /// <summary>Whether a filter at the border answers with ICMP administratively prohibited, or is silent.</summary>
    public bool TellsProhibited { get; init; }

    public RouteSight FirstOnly { get; } = new();

    public RouteSight Any { get; } = new();

    /// <summary>Shut by order: sessions down and nothing let through. A force.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Vantage points whose providers refuse its routes; a force.</summary>
    public HashSet<int> RefusedAt { get; } = [];

    public void Reset(int vantages, Prng random)
    {
        FirstOnly.Reset(vantages);
        Any.Reset(vantages);
        foreach (var uplink in Uplinks)
        {
            uplink.Session.Reset(random);
        }
    }

    public void ClearForces()
    {
        IsClosed = false;
        RefusedAt.Clear();
        foreach (var uplink in Uplinks)
        {
            uplink.Link.ClearForces();
        }

        foreach (var hall in Halls)
        {
            hall.HasPower = true;
        }
    }

    public RouteSight SightOf(SimulatedHost host) => host.IsSingleHomed ? FirstOnly : Any;

    /// <summary>The uplink that packets of a host take now, or null where none has a session.</summary>
    public Uplink? UplinkOf(SimulatedHost host) =>
        uplinks[0].Session.IsEstablished ? uplinks[0]
        : uplinks.Count > 1 && !host.IsSingleHomed && uplinks[1].Session.IsEstablished ? uplinks[1]
        : null;

    /// <summary>Offers the links their traffic of a step and plays the sessions through it.</summary>
    public void Advance(double from, double to, DateTimeOffset now, Prng random)
    {
        var usual = QuietLoad + ((BusyLoad - QuietLoad) * Day.At(now));
        var overFirst = uplinks[0].Session.IsEstablished;
        for (var i = 0; i < uplinks.Count; i++)
        {
            var (link, session) = uplinks[i];
            var isUsed = session.IsEstablished && !IsClosed && (i == 0 || !overFirst);
            var demand = i == 0 ? usual * link.Megabits : usual * uplinks[0].Link.Megabits * SharedDemand();
            var burst = Math.Exp(Burstiness * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2);
            link.Offer(demand, demand * 0.6, isUsed, burst);
            var changed = session.Advance(from, to, link, !IsClosed && (Router?.IsUp ?? true), random);
            if (changed is { } at)
            {
                Announce(at, random);
            }
        }
    }

    /// <summary>Share of the demand that is left when only the second uplink stands.</summary>
    private double SharedDemand() => Hosts.Count == 0 ? 1 : (double)Hosts.Count(host => !host.IsSingleHomed) / Hosts.Count;

    private void Announce(double at, Prng random)
    {
        FirstOnly.Set(uplinks[0].Session.IsEstablished, at, random);
        Any.Set(uplinks.Any(uplink => uplink.Session.IsEstablished), at, random);
    }
}
