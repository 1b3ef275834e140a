namespace StreamWatch.Domain.Outages;

/// <summary>An outage as it is stored and as it is found, side by side.</summary>
/// <param name="Change">How they stand to one another.</param>
/// <param name="Stored">What is stored; null where nothing is.</param>
/// <param name="Found">What is found; null where nothing is. Its id is another one where the onset is.</param>
/// <param name="Fields">What is different of one that changed; empty otherwise.</param>
public sealed record OutageDifference(OutageChange Change, OutageRevision? Stored, OutageRevision? Found, IReadOnlyList<OutageField> Fields)
{
    /// <summary>What is to be shown of it: what is found, else what is stored.</summary>
    public OutageRevision Shown => Found ?? Stored!;
}
