namespace StreamWatch.Domain.Outages;

/// <summary>How what is found of an outage stands to what is stored.</summary>
public enum OutageChange
{
    /// <summary>Nothing that people go by is different.</summary>
    Same = 0,

    /// <summary>It is found and not stored.</summary>
    New = 1,

    /// <summary>It is stored and found no more.</summary>
    Gone = 2,

    /// <summary>It is stored and found, and something is different.</summary>
    Changed = 3,
}
