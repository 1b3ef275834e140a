using StreamWatch.Bgp.Attributes;

namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>One segment of an AS_PATH.</summary>
/// <param name="Type">Sequence, set, or one of the confederation kinds.</param>
/// <param name="Asns">1 to 255 ASNs; nearest first in a sequence.</param>
public sealed record PathValueSegment(PathSegmentType Type, IReadOnlyList<uint> Asns)
{
    /// <summary>Whether the segment belongs to a confederation (RFC 5065) and so never leaves it.</summary>
    public bool IsConfederation => Type is PathSegmentType.ConfederationSequence or PathSegmentType.ConfederationSet;
}
