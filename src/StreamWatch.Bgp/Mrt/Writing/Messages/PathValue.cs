using StreamWatch.Bgp.Attributes;

namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>Value of AS_PATH or AS4_PATH (RFC 4271 section 5.1.2, RFC 6793 section 3): segments, nearest AS first.</summary>
/// <param name="Segments">May be empty: routes that a peer originates inside its own AS.</param>
public sealed record PathValue(IReadOnlyList<PathValueSegment> Segments)
{
    /// <summary>AS_TRANS, which stands for every ASN over 65535 on a session of 2-byte ASNs (RFC 6793 section 9).</summary>
    public const uint AsTrans = 23456;

    /// <summary>A path of one sequence.</summary>
    public static PathValue Of(params IReadOnlyList<uint> asns) =>
        new(asns.Count == 0 ? [] : [new PathValueSegment(PathSegmentType.Sequence, asns)]);

    /// <summary>Whether every ASN fits 2 bytes.</summary>
    public bool FitsTwoBytes => Segments.All(segment => segment.Asns.All(asn => asn <= ushort.MaxValue));

    /// <summary>The path as a speaker of 2-byte ASNs sees it: AS_TRANS in place of every ASN over 65535.</summary>
    public PathValue WithAsTrans() => new(
        [.. Segments.Select(segment => segment with { Asns = [.. segment.Asns.Select(asn => asn <= ushort.MaxValue ? asn : AsTrans)] })]);

    /// <summary>The path without confederation segments, which AS4_PATH must not carry (RFC 6793 section 3).</summary>
    public PathValue WithoutConfederations() => new([.. Segments.Where(segment => !segment.IsConfederation)]);
}
