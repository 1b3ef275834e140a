namespace StreamWatch.Bgp.Attributes;

/// <summary>Values of the ORIGIN attribute, RFC 4271 section 4.3. Other values occur on the wire and are kept as they are.</summary>
public enum OriginCode : byte
{
    Igp = 0,
    Egp = 1,
    Incomplete = 2,
}
