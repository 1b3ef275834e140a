namespace StreamWatch.Domain.Visibility;

/// <summary>A prefix of an ASN's address space, within the nearest of its prefixes that covers it.</summary>
/// <param name="Route">Number of the route.</param>
/// <param name="Prefix">Number of the prefix.</param>
/// <param name="Parent">Index of the covering node, or -1.</param>
/// <param name="OwnBlocks">Blocks (/24s or /48s) of it that no more specific prefix of the space takes.</param>
public readonly record struct SpaceNode(int Route, int Prefix, int Parent, long OwnBlocks);
