using StreamWatch.Simulation.Hosts;

namespace StreamWatch.Simulation.Troubles;

/// <summary>Halls lose their power.</summary>
internal sealed record PowerCut(IReadOnlyList<Hall> Halls, Span Dark) : ITrouble
{
    public void Apply(DateTimeOffset now)
    {
        foreach (var hall in Halls.Where(_ => Dark.Holds(now)))
        {
            hall.HasPower = false;
        }
    }
}
