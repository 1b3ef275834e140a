using StreamWatch.Simulation.Hosts;

namespace StreamWatch.Simulation.Troubles;

/// <summary>Uplinks are cut, or come back with a part of their capacity.</summary>
/// <param name="Uplinks">The uplinks.</param>
/// <param name="Cut">While nothing passes.</param>
/// <param name="Repair">While there is only a part of the capacity, after the cut.</param>
/// <param name="Capacity">That part, 0 to 1.</param>
internal sealed record LinkCut(IReadOnlyList<Uplink> Uplinks, Span Cut, Span Repair = default, double Capacity = 1) : ITrouble
{
    public void Apply(DateTimeOffset now)
    {
        foreach (var link in Uplinks.Select(uplink => uplink.Link))
        {
            link.IsCut |= Cut.Holds(now);
            link.CapacityShare = Repair.Holds(now) ? Capacity : link.CapacityShare;
        }
    }
}
