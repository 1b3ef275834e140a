namespace StreamWatch.Storage.Writing;

/// <summary>State of an ASN in a bin, as stored in <c>asn_bins</c>. The numbers never change their meaning.</summary>
public enum StoredBinState : byte
{
    /// <summary>Too few usable views to say anything.</summary>
    Unknown = 1,
    WarmUp = 2,
    Normal = 3,
    Warning = 4,
    Partial = 5,
    Critical = 6,
}
