using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Traffic;

namespace StreamWatch.Simulation.Drafts;

/// <summary>
/// Draws server processes. All numbers are judged, after what such servers are set up with: web servers of some tens to hundreds of
/// requests a second with an accept queue of 128 to 1,024; mail servers hardly busy; name servers far faster than what they are asked.
/// </summary>
internal static class ServiceDraft
{
    public static SimulatedService? Of(SimulatedHost host, TargetKind kind, Prng random)
    {
        var service = kind switch
        {
            TargetKind.Web => new SimulatedService(
                host, kind, new FiniteQueue(random.Between(30, 300), 1 << random.Whole(7, 11)), random.Between(0.1, 0.5))
            {
                Fragility = random.Between(0.05, 0.4),
                MeanRestart = random.Between(120, 1500),
                WarmUp = random.Between(300, 1500),
                Sheds = random.Chance(0.5),
                Aborts = random.Chance(0.15),
                HidesWhenClosed = random.Chance(0.3),
            },
            TargetKind.Mail => new SimulatedService(
                host, kind, new FiniteQueue(random.Between(20, 100), random.Whole(50, 200)), random.Between(0.03, 0.15))
            {
                Fragility = random.Between(0.01, 0.04),
                MeanRestart = random.Between(120, 900),
                Sheds = random.Chance(0.3),
                HidesWhenClosed = random.Chance(0.3),
            },
            TargetKind.Dns => new SimulatedService(
                host, kind, new FiniteQueue(random.Between(2000, 20_000), random.Whole(200, 1000)), random.Between(0.05, 0.3))
            {
                Fragility = 0.005,
                MeanRestart = random.Between(60, 600),
                Sheds = random.Chance(0.5),
                HidesWhenClosed = random.Chance(0.5),
            },
            _ => null,
        };
        if (service is not null)
        {
            host.Services.Add(service);
        }

        return service;
    }

    public static ProbeProtocol ProtocolOf(TargetKind kind, Prng random) => kind switch
    {
        TargetKind.Web => random.Chance(0.5) ? ProbeProtocol.Https : ProbeProtocol.Http,
        TargetKind.Mail => random.Chance(0.8) ? ProbeProtocol.Smtp : ProbeProtocol.Imaps,
        TargetKind.Dns => ProbeProtocol.Dns,
        _ => ProbeProtocol.Icmp,
    };
}
