namespace StreamWatch.Bgp.Mrt.Writing;

/// <summary>How many bytes an ASN takes where the format leaves the choice (RFC 6793, RFC 6396 section 4.4). The value is the number of bytes.</summary>
public enum AsnWidth
{
    /// <summary>Only ASNs up to 65535; higher ones stand as AS_TRANS (23456) beside AS4_PATH.</summary>
    TwoBytes = 2,

    FourBytes = 4,
}
