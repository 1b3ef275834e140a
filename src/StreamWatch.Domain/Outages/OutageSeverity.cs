namespace StreamWatch.Domain.Outages;

/// <summary>How much was lost. The values are stored.</summary>
public enum OutageSeverity : byte
{
    /// <summary>Under 90 % of the baseline; opened for watched ASNs only.</summary>
    Partial = 1,

    /// <summary>Under 50 % of the baseline.</summary>
    Critical = 2,
}
