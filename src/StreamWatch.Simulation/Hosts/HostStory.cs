using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Hosts;

/// <summary>What happens to hosts in a window.</summary>
/// <param name="Troubles">The forces.</param>
/// <param name="Stories">Why outages happen, where some do.</param>
/// <param name="Labels">What happens besides and is no outage.</param>
internal sealed record HostStory(IReadOnlyList<ITrouble> Troubles, IReadOnlyList<Story> Stories, IReadOnlyList<LabelledEvent> Labels);
