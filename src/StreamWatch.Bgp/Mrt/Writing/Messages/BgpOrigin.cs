namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>Value of the ORIGIN attribute (RFC 4271 section 5.1.1).</summary>
public enum BgpOrigin : byte
{
    Igp = 0,
    Egp = 1,
    Incomplete = 2,
}
