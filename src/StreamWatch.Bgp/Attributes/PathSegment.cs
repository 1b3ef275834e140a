namespace StreamWatch.Bgp.Attributes;

/// <summary>One segment of an AS path.</summary>
/// <param name="Type">Ordered or not, confederation or not.</param>
/// <param name="Start">Where its ASNs start in <see cref="AsPath.Asns"/>.</param>
/// <param name="Count">How many ASNs it has, 0 to 255.</param>
public readonly record struct PathSegment(PathSegmentType Type, int Start, int Count)
{
    /// <summary>Whether the order of the ASNs means nothing.</summary>
    public bool IsSet => Type is PathSegmentType.Set or PathSegmentType.ConfederationSet;
}
