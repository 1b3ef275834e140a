namespace StreamWatch.Domain.Detection;

/// <summary>Which ASNs are followed in this place, where they are spread over several.</summary>
public interface IAsnShare
{
    /// <summary>Whether the ASN is followed here.</summary>
    bool Holds(uint asn);
}
