namespace StreamWatch.Domain.Outages;

/// <summary>What an outage is of. The values are stored.</summary>
public enum EntityType : byte
{
    /// <summary>One probed host or service.</summary>
    Target = 1,

    /// <summary>An autonomous system.</summary>
    Asn = 2,

    /// <summary>A named group of targets and ASNs.</summary>
    Group = 3,

    /// <summary>A country.</summary>
    Country = 4,
}
