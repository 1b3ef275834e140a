using StreamWatch.Simulation.Traffic;

namespace StreamWatch.Simulation.Hosts;

/// <summary>A link to a provider and the session over it.</summary>
internal sealed record Uplink(AccessLink Link, BgpSession Session);
