namespace StreamWatch.Simulation.Hosts;

/// <summary>A named group of networks, as in the watch file.</summary>
internal sealed record HostGroup(string Name, string Title, string Country, IReadOnlyList<Site> Sites);
