using StreamWatch.Simulation.Hosts;

namespace StreamWatch.Simulation.Troubles;

/// <summary>Networks are shut by order: sessions closed and nothing let through, all at once.</summary>
internal sealed record Closure(IReadOnlyList<Site> Sites, Span Shut) : ITrouble
{
    public void Apply(DateTimeOffset now)
    {
        foreach (var site in Sites.Where(_ => Shut.Holds(now)))
        {
            site.IsClosed = true;
        }
    }
}
