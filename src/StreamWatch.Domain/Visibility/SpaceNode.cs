namespace StreamWatch.Domain.Visibility;

/// <summary>A prefix within or over an ASN's address space, within the nearest of the ASN's prefixes that covers it.</summary>
/// <param name="Route">Number of the route.</param>
/// <param name="Prefix">Number of the prefix.</param>
/// <param name="Parent">Index of the covering node, or -1.</param>
/// <param name="OwnBlocks">Blocks (/24s or /48s) of the space in it that no more specific prefix takes; 0 where they are not of the space.</param>
/// <param name="Established">Whether the route belongs to the space. Others only carry it: the space announced in other pieces.</param>
public readonly record struct SpaceNode(int Route, int Prefix, int Parent, long OwnBlocks, bool Established);
