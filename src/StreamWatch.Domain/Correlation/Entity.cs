using StreamWatch.Domain.Outages;

namespace StreamWatch.Domain.Correlation;

/// <summary>What an outage is of.</summary>
/// <param name="Type">Target, ASN, group or country.</param>
/// <param name="Name">Its name: of an ASN <c>AS131279</c>.</param>
public readonly record struct Entity(EntityType Type, string Name)
{
    /// <summary>Beginning of the ids of its outages: <c>group-kp</c>, <c>asn-131279</c>.</summary>
    public string IdPrefix => Type switch
    {
        EntityType.Asn => "asn-" + Name["AS".Length..],
        EntityType.Target => "target-" + Name,
        EntityType.Group => "group-" + Name,
        _ => "country-" + Name,
    };

    /// <summary>The ASN as an entity.</summary>
    public static Entity OfAsn(uint asn) => new(EntityType.Asn, $"AS{asn}");
}
