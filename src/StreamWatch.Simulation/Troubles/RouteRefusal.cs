using StreamWatch.Simulation.Hosts;

namespace StreamWatch.Simulation.Troubles;

/// <summary>The networks before some vantage points refuse a network's routes, as after a faulty ROA (RFC 6811). Its hosts and links are as before.</summary>
internal sealed record RouteRefusal(Site Site, IReadOnlyList<Vantage> Vantages, Span Refused) : ITrouble
{
    public void Apply(DateTimeOffset now)
    {
        if (Refused.Holds(now))
        {
            Site.RefusedAt.UnionWith(Vantages.Select(vantage => vantage.Index));
        }
    }
}
