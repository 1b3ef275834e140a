namespace StreamWatch.Bgp.Attributes;

/// <summary>Kinds of AS_PATH segments: RFC 4271 section 4.3, RFC 5065 section 3.</summary>
public enum PathSegmentType : byte
{
    Set = 1,
    Sequence = 2,
    ConfederationSequence = 3,
    ConfederationSet = 4,
}
