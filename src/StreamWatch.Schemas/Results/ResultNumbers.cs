namespace StreamWatch.Schemas.Results;

/// <summary>How many rows of each kind a run has given.</summary>
/// <param name="AsnBins">Rows of visibility.</param>
/// <param name="TargetBins">Rows of targets.</param>
/// <param name="Outages">Revisions of outages.</param>
public readonly record struct ResultNumbers(long AsnBins, long TargetBins, long Outages);
