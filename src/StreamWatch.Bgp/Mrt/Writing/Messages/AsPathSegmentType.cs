namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>Kind of an AS_PATH segment, with the numbers of RFC 4271 section 4.3 and RFC 5065 section 3.</summary>
public enum AsPathSegmentType : byte
{
    Set = 1,
    Sequence = 2,
    ConfederationSequence = 3,
    ConfederationSet = 4,
}
