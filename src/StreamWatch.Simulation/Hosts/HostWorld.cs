using StreamWatch.Domain.Watching;
using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.Hosts;

/// <summary>Hosts, what they hang on, and the places that watch them.</summary>
internal sealed class HostWorld
{
    public required IReadOnlyList<Vantage> Vantages { get; init; }

    public required IReadOnlyList<HostGroup> Groups { get; init; }

    /// <summary>All networks, those of the controls included.</summary>
    public required IReadOnlyList<Site> Sites { get; init; }

    public required IReadOnlyList<ProbedTarget> Targets { get; init; }

    /// <summary>Work that the watch file tells of.</summary>
    public IReadOnlyList<MaintenanceWindow> Declared { get; init; } = [];

    /// <summary>Length of a step of the model, seconds.</summary>
    public double Step { get; init; } = 10;

    /// <summary>Seconds between heartbeats.</summary>
    public double HeartbeatEvery { get; init; } = 10;

    public IEnumerable<ProbedTarget> Controls => Targets.Where(target => target.Site.IsControl);

    public void Reset(Prng random)
    {
        foreach (var site in Sites)
        {
            site.Reset(Vantages.Count, random);
            foreach (var host in site.Hosts)
            {
                host.Reset();
                foreach (var service in host.Services)
                {
                    service.Reset();
                }
            }
        }
    }

    /// <summary>Takes all forces away; those that hold in a step are set anew.</summary>
    public void ClearForces()
    {
        foreach (var vantage in Vantages)
        {
            vantage.IsAlive = true;
            vantage.OwnLoss = 0;
            vantage.HasNoNetwork = false;
        }

        foreach (var site in Sites)
        {
            site.ClearForces();
            foreach (var host in site.Hosts)
            {
                host.IsHeldDown = false;
                foreach (var service in host.Services)
                {
                    service.ExtraLoad = 0;
                    service.IsHeldDown = false;
                    service.IsBroken = false;
                }
            }
        }
    }

    /// <summary>Plays a step of all networks and machines.</summary>
    public void Advance(double from, double to, DateTimeOffset now, Prng random)
    {
        foreach (var site in Sites)
        {
            site.Advance(from, to, now, random);
            var activity = site.Day.At(now);
            foreach (var host in site.Hosts)
            {
                host.Advance(from, to, random);
                if (host.Services.Count > 0)
                {
                    var link = site.IsClosed ? null : site.UplinkOf(host)?.Link;
                    var reaching = link is null ? 0 : 1 - link.LossIn;
                    foreach (var service in host.Services)
                    {
                        service.Advance(from, to, activity, reaching, random);
                    }
                }
            }
        }
    }
}
