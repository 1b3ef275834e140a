using StreamWatch.Simulation.Hosts;

namespace StreamWatch.Simulation.Troubles;

/// <summary>
/// Traffic far beyond the usual at the first uplink of networks: volume against the link, requests against servers.
/// </summary>
/// <param name="Sites">The networks.</param>
/// <param name="Volume">Inbound volume over time, against the capacity of the link.</param>
/// <param name="Requests">Requests over time, against what each server can do; null for none.</param>
/// <param name="Servers">The servers that get them.</param>
/// <param name="AimedAtLink">Share of the volume aimed at the link's own addresses, which stay routed when the network's routes go; 0 to 1.</param>
/// <param name="Outbound">Outbound volume against the inbound one, where hosts inside answer; 0 to 1.</param>
internal sealed record Flood(
    IReadOnlyList<Site> Sites, Curve Volume, Curve? Requests, IReadOnlyList<SimulatedService> Servers, double AimedAtLink, double Outbound) : ITrouble
{
    public void Apply(DateTimeOffset now)
    {
        foreach (var link in Sites.Select(site => site.Uplinks[0].Link))
        {
            link.ExtraIn += Volume.At(now) * link.Megabits;
            link.ExtraOut += Volume.At(now) * Outbound * link.Megabits;
            link.AimedAtLink = AimedAtLink;
        }

        if (Requests?.At(now) is > 0 and var strength)
        {
            foreach (var server in Servers)
            {
                server.ExtraLoad += strength;
            }
        }
    }
}
