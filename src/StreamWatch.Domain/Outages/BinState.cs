namespace StreamWatch.Domain.Outages;

/// <summary>What a bin of an ASN's visibility means. The values are stored.</summary>
public enum BinState : byte
{
    /// <summary>Too few views, or too little of the space, could be judged: this is silence, not absence.</summary>
    Unknown = 0,

    /// <summary>The baseline is not yet long enough.</summary>
    WarmUp = 1,

    /// <summary>At least 99 % of the baseline.</summary>
    Normal = 2,

    /// <summary>Under 99 % of the baseline.</summary>
    Warning = 3,

    /// <summary>Under 90 % of the baseline.</summary>
    Partial = 4,

    /// <summary>Under 50 % of the baseline.</summary>
    Critical = 5,
}
