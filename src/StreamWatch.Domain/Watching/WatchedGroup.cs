namespace StreamWatch.Domain.Watching;

/// <summary>A named group of targets and ASNs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">Its name for people; null where there is none.</param>
/// <param name="Country">ISO 3166-1 alpha-2 code; null where there is none.</param>
/// <param name="Asns">The ASNs that belong to it.</param>
public sealed record WatchedGroup(string Name, string? Title, string? Country, IReadOnlyList<uint> Asns);
