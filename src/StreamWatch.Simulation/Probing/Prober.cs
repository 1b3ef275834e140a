using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.Probing;

/// <summary>
/// Plays one probe packet by packet. The prober does not try again, but the kernel does within the time-out: SYN after 1, 3 and 7 s
/// (RFC 6298 section 2), later segments after twice the round trip. What comes back names the outcome.
/// </summary>
internal sealed class Prober(Prng random)
{
    /// <summary>A router tries to resolve a silent neighbour for so long before it says that the host is unreachable (RFC 4861 section 10: 3 times 1 s).</summary>
    private const double NeighbourTimeout = 3;

    /// <summary>Judged: share of unreachable packets that are answered for; routers limit the rate (RFC 1812 section 4.3.2.8).</summary>
    private const double Told = 0.9;

    public ProbeResult Probe(Vantage vantage, ProbedTarget target, double now, DateTimeOffset at)
    {
        var packets = new Packets(vantage, target.Host, now, at);
        var answer = vantage.HasNoNetwork
            ? new Answer(ProbeOutcome.NetworkUnreachable, null, ProbeResult.LocalFault + "network is unreachable")
            : target.Protocol switch
            {
                ProbeProtocol.Icmp => Echo(packets, target),
                ProbeProtocol.Dns or ProbeProtocol.Ntp => Datagram(packets, target),
                _ => Connection(packets, target),
            };
        return new ProbeResult
        {
            Vantage = vantage.Name,
            Target = target.Name,
            Kind = target.Kind,
            Protocol = target.Protocol,
            Address = target.Address,
            StartedAtNanos = (at - DateTimeOffset.UnixEpoch).Ticks * 100,
            RttMilliseconds = answer.Seconds is { } seconds ? Math.Round(seconds * 1000, 3) : null,
            Outcome = answer.Outcome,
            Detail = answer.Detail,
        };
    }

    /// <summary>How many round trips a protocol needs after the connection stands until its answer is there.</summary>
    internal static int Exchanges(ProbeProtocol protocol) => protocol switch
    {
        ProbeProtocol.Tcp => 0,
        ProbeProtocol.Https or ProbeProtocol.Smtps or ProbeProtocol.Imaps => 2,
        _ => 1,
    };

    private static string? Greeting(ProbeProtocol protocol) => protocol switch
    {
        ProbeProtocol.Http or ProbeProtocol.Https => "200",
        ProbeProtocol.Smtp or ProbeProtocol.Smtps => "220 ready",
        ProbeProtocol.Imap or ProbeProtocol.Imaps => "* OK ready",
        ProbeProtocol.Dns => "NOERROR",
        _ => null,
    };

    private static Answer Silence(ProbedTarget target) =>
        new(target.Protocol == ProbeProtocol.Dns ? ProbeOutcome.DnsTimeout : ProbeOutcome.Timeout, null, null);

    /// <summary>What a service says that cannot serve: each in its own way.</summary>
    private static Answer Refusal(ProbedTarget target, double seconds, string status) => target.Kind switch
    {
        TargetKind.Web => new Answer(ProbeOutcome.HttpServerError, seconds, status),
        TargetKind.Dns => new Answer(ProbeOutcome.DnsServerFailure, seconds, "SERVFAIL"),
        _ => new Answer(ProbeOutcome.ConnectionReset, seconds, "closed before the banner"),
    };

    private Answer Echo(in Packets packets, ProbedTarget target)
    {
        if (Unreachable(packets, target, target.Timeout) is { } told)
        {
            return told;
        }

        var there = packets.There(random);
        var back = packets.Back(random);
        return there + back is { } seconds && target.Host.IsUp && seconds < target.Timeout && !packets.IsClosed && packets.IsRouted
            ? new Answer(ProbeOutcome.Ok, seconds, null)
            : Silence(target);
    }

    private Answer Datagram(in Packets packets, ProbedTarget target)
    {
        if (Unreachable(packets, target, target.Timeout) is { } told)
        {
            return told;
        }

        var there = packets.There(random);
        var back = packets.Back(random);
        var service = target.Service!;
        var found = service.Queue.Found(service.Load, random.NextDouble());
        if (there + back is not { } seconds || !target.Host.IsUp || packets.IsClosed || !packets.IsRouted)
        {
            return Silence(target);
        }

        if (!service.IsRunning || service.IsHeldDown)
        {
            return service.HidesWhenClosed ? Silence(target) : new Answer(ProbeOutcome.ConnectionRefused, seconds, "icmp port unreachable");
        }

        var work = Work(service, found);
        return found >= service.Queue.Room || seconds + work > target.Timeout ? Silence(target)
            : service.IsBroken || (service.Sheds && found > service.Queue.Room / 2) ? Refusal(target, seconds + work, "SERVFAIL")
            : new Answer(ProbeOutcome.Ok, seconds + work, Greeting(target.Protocol));
    }

    private Answer Connection(in Packets packets, ProbedTarget target)
    {
        var service = target.Service!;
        var timeout = 1.0;
        for (var sent = 0.0; sent < target.Timeout; sent += timeout, timeout *= 2)
        {
            if (Unreachable(packets, target, target.Timeout - sent) is { } told)
            {
                return told with { Seconds = told.Seconds + sent };
            }

            if (packets.IsClosed || !packets.IsRouted || packets.There(random) is not { } there || !target.Host.IsUp)
            {
                continue;
            }

            var isClosed = !service.IsRunning || service.IsHeldDown;
            var found = service.Queue.Found(service.Load, random.NextDouble());
            if ((isClosed && service.HidesWhenClosed) || (!isClosed && found >= service.Queue.Room && !service.Aborts)
                || packets.Back(random) is not { } back || sent + there + back > target.Timeout)
            {
                continue;
            }

            if (isClosed || found >= service.Queue.Room)
            {
                return new Answer(ProbeOutcome.ConnectionRefused, sent + there + back, null);
            }

            return Talk(packets, target, service, found, sent + there + back, there + back);
        }

        return Silence(target);
    }

    private Answer Talk(in Packets packets, ProbedTarget target, SimulatedService service, int found, double connectedAt, double roundTrip)
    {
        var time = connectedAt;
        var exchanges = Exchanges(target.Protocol);
        for (var exchange = 1; exchange <= exchanges; exchange++)
        {
            if (Deliver(packets, target, ref time, roundTrip, isBack: false) is { } lost)
            {
                return lost;
            }

            time += exchange == exchanges ? Work(service, found) : 0;
            if (Deliver(packets, target, ref time, roundTrip, isBack: true) is { } silent)
            {
                return silent;
            }
        }

        return service.IsBroken ? Refusal(target, time, "500")
            : service.Sheds && found > service.Queue.Room / 2 ? Refusal(target, time, "503")
            : new Answer(ProbeOutcome.Ok, time, Greeting(target.Protocol));
    }

    /// <summary>Gets one segment across, sent again as often as the time-out allows.</summary>
    private Answer? Deliver(in Packets packets, ProbedTarget target, ref double time, double roundTrip, bool isBack)
    {
        var timeout = Math.Max(0.2, 2 * roundTrip);
        while (time < target.Timeout)
        {
            if ((isBack ? packets.Back(random) : packets.There(random)) is { } seconds)
            {
                time += seconds;
                return time < target.Timeout ? null : Silence(target);
            }

            time += timeout;
            timeout *= 2;
        }

        return Silence(target);
    }

    /// <summary>How long a request takes that finds so many before it.</summary>
    private double Work(SimulatedService service, int found) => (found - Math.Log(1 - random.NextDouble())) / service.Queue.Rate;

    /// <summary>What routers say where a packet cannot go on; null where they say nothing.</summary>
    private Answer? Unreachable(in Packets packets, ProbedTarget target, double left)
    {
        var isTold = random.Chance(Told) && packets.Near(random);
        var wait = random.Between(0.004, 0.04);
        if (!packets.IsRouted)
        {
            return isTold && packets.Vantage.TellsUnreachable
                ? new Answer(ProbeOutcome.NetworkUnreachable, wait, "icmp network unreachable")
                : null;
        }

        if (packets.IsClosed)
        {
            return isTold && target.Site.TellsProhibited
                ? new Answer(ProbeOutcome.HostUnreachable, wait + packets.Distance, "icmp communication administratively prohibited")
                : null;
        }

        if (!target.Host.IsUp && target.Site.TellsHostUnreachable && target.Host != target.Site.Router && (target.Site.Router?.IsUp ?? true)
            && packets.There(random) is { } there && packets.Back(random) is { } back && there + back + NeighbourTimeout < left)
        {
            return isTold ? new Answer(ProbeOutcome.HostUnreachable, there + back + NeighbourTimeout, "icmp host unreachable") : null;
        }

        return null;
    }

    private readonly record struct Answer(ProbeOutcome Outcome, double? Seconds, string? Detail);
}
